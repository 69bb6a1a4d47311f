package cloud.maidan.portal.blueprints;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one service may look like on an engine.
 *
 * @param service short name, such as {@code matrix}
 * @param title as people know it
 * @param version of the service that the settings were read for
 * @param ran when and where it ran with exactly these settings; empty: never
 * @param parameters what an administrator chooses, by name, in the file's order
 * @param secrets names of what the operator makes up and puts into files
 * @param egress whom it talks to outside, and why; empty: nobody, and it has no way out
 * @param parts its containers by name, in the order they start in
 * @param overlays settings that policies reach, by the file that a person would write them into
 * @param commands that the operator may run, by name
 * @param signIn empty: members do not sign in to it through Authentik
 * @param written by files of overlays, then by key: what policies set so far
 * @param hash of everything the file says, in hexadecimal; comments and blanks do not count
 */
public record Blueprint(
        String service,
        String title,
        String version,
        Optional<String> ran,
        Map<String, Parameter> parameters,
        Set<String> secrets,
        List<Egress> egress,
        Map<String, Part> parts,
        Map<String, Overlay> overlays,
        Map<String, Allowed> commands,
        Optional<SignIn> signIn,
        Map<String, Map<String, String>> written,
        String hash) {

    public Blueprint {
        parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        secrets = Set.copyOf(secrets);
        egress = List.copyOf(egress);
        parts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        overlays = Map.copyOf(overlays);
        commands = Map.copyOf(commands);
        written = Map.copyOf(written);
    }

    /**
     * @param to such as {@code matrix.org:443}, or in words
     * @param why shown to members
     */
    public record Egress(String to, String why) {}

    /**
     * Names of what is wrong with values: unknown, missing, or not of their type. Empty when they fit.
     *
     * @param given by name
     */
    public List<String> faulty(Map<String, String> given) {
        List<String> faulty = new ArrayList<>();
        given.keySet().stream()
                .filter(name -> !parameters.containsKey(name))
                .sorted()
                .forEach(faulty::add);
        Map<String, String> filled = filled(given);
        parameters.forEach((name, parameter) -> {
            String value = filled.get(name);
            if (value == null || !parameter.type().fits(value)) {
                faulty.add(name);
            }
        });
        return faulty;
    }

    /**
     * As it is with these values: without the parts that they switch off.
     *
     * @param given by name; fallbacks are filled in
     */
    public Blueprint chosen(Map<String, String> given) {
        Map<String, String> filled = filled(given);
        Map<String, Part> there = new LinkedHashMap<>();
        parts.forEach((name, part) -> {
            if (part.when().map(filled::get).orElse("yes").equals("yes")) {
                there.put(name, part);
            }
        });
        return with(there, written);
    }

    /** As it is when policies set this. @param set by files of overlays, then by key */
    public Blueprint written(Map<String, Map<String, String>> set) {
        return with(parts, set);
    }

    private Blueprint with(Map<String, Part> there, Map<String, Map<String, String>> set) {
        return new Blueprint(
                service,
                title,
                version,
                ran,
                parameters,
                secrets,
                egress,
                there,
                overlays,
                commands,
                signIn,
                set,
                hash);
    }

    /** What Authentik should know of it with these values; empty when members do not sign in so. */
    Optional<SignInClient> client(Map<String, String> given) {
        Map<String, String> filled = filled(given);
        return signIn.filter(each -> each.wanted(filled)).map(each -> each.client(this, filled));
    }

    /** The values with the fallbacks for those that were left out or empty. */
    public Map<String, String> filled(Map<String, String> given) {
        Map<String, String> filled = new TreeMap<>();
        parameters.forEach((name, parameter) -> Optional.ofNullable(given.get(name))
                .filter(value -> !value.isEmpty())
                .or(parameter::fallback)
                .ifPresent(value -> filled.put(name, value)));
        return filled;
    }
}
