package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.blueprints.Overlay.Form;
import cloud.maidan.portal.docker.ContainerSpec;
import cloud.maidan.portal.docker.ContainerSpec.Published;
import cloud.maidan.portal.docker.ContainerSpec.Volume;
import cloud.maidan.portal.docker.ContainerWorks.PutFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts a blueprint, the values of its parameters and the secrets together into containers.
 *
 * @param values by the names of parameters, checked before
 */
record Assembly(Blueprint blueprint, Map<String, String> values, OperatorKey key) {

    private static final Duration GRACE = Duration.ofSeconds(20);

    /** @param image the id of the part's image */
    Wanted wanted(String name, String image) {
        Part part = part(name);
        Optional<Wanted.Filling> files = part.files().map(each -> filling(name, each));
        ContainerSpec spec = spec(name, part, image, files);
        return new Wanted(blueprint.service(), name, hash(spec), spec, files);
    }

    private Part part(String name) {
        Part part = Objects.requireNonNull(blueprint.parts().get(name));
        return blueprint
                .signIn()
                .filter(each -> each.part().equals(name) && each.wanted(values))
                .map(each -> each.told(part))
                .orElse(part);
    }

    private ContainerSpec spec(String name, Part part, String image, Optional<Wanted.Filling> files) {
        List<Volume> volumes = new ArrayList<>();
        part.volumes()
                .forEach((volume, path) ->
                        volumes.add(new Volume(Names.volume(blueprint.service(), volume), path, true)));
        files.ifPresent(each -> volumes.add(new Volume(each.volume(), each.at(), false)));
        Map<String, String> environment = new TreeMap<>();
        part.environment().forEach((variable, value) -> environment.put(variable, filled(value)));
        overlays(name, Form.ENVIRONMENT).forEach(overlay -> environment.putAll(overlay.standing(set(overlay))));
        return new ContainerSpec(
                Names.container(blueprint.service(), name),
                image,
                filled(part.entrypoint()),
                filled(part.command()),
                environment,
                part.user(),
                part.tmpfs(),
                volumes,
                part.limits(),
                new ContainerSpec.HealthCheck(
                        filled(part.health().test()),
                        part.health().every(),
                        part.health().within()),
                networks(name, part),
                published(part),
                GRACE,
                labels(name, part));
    }

    private Map<String, String> labels(String name, Part part) {
        Map<String, String> labels = new TreeMap<>(
                Map.of(Names.BLUEPRINT, blueprint.service(), Names.PART, name, Names.HASH, blueprint.hash()));
        part.reaches().forEach(service -> labels.put(Names.reaches(service), "yes"));
        blueprint
                .client(values)
                .filter(client -> blueprint.signIn().orElseThrow().part().equals(name))
                .ifPresent(client -> labels.putAll(Map.of(Names.SIGNS_IN, "yes", Names.CLIENT, client.label())));
        return labels;
    }

    private Map<String, List<String>> networks(String name, Part part) {
        Map<String, List<String>> networks = new TreeMap<>();
        networks.put(Names.network(blueprint.service()), List.of(name));
        if (part.wayOut()) {
            networks.put(Names.wayOut(blueprint.service()), List.of());
        }
        List<String> known = part.knownAs().stream()
                .map(parameter -> values.getOrDefault(parameter, ""))
                .filter(each -> !SignIn.nowhere(each))
                .toList();
        part.reaches().forEach(service -> networks.put(Names.network(service), known));
        return networks;
    }

    private List<Published> published(Part part) {
        String address = part.publishOn().map(values::get).orElse("127.0.0.1");
        return part.publish().entrySet().stream()
                .map(port -> new Published(
                        address, Integer.parseInt(String.valueOf(values.get(port.getValue()))), port.getKey()))
                .toList();
    }

    private Stream<Overlay> overlays(String part, Form form) {
        return blueprint.overlays().values().stream()
                .filter(overlay -> overlay.part().equals(part) && overlay.form() == form)
                .sorted(Comparator.comparing(Overlay::file));
    }

    private Map<String, String> set(Overlay overlay) {
        return blueprint.written().getOrDefault(overlay.file(), Map.of());
    }

    private Wanted.Filling filling(String name, Part.Files files) {
        Stream<PutFile> own =
                files.contents().entrySet().stream().map(file -> new PutFile(file.getKey(), filled(file.getValue())));
        Stream<PutFile> written = overlays(name, Form.YAML)
                .map(overlay -> new PutFile(overlay.write(), overlay.yaml(set(overlay))))
                .filter(file -> !file.content().isEmpty());
        List<PutFile> filled = Stream.concat(own, written).toList();
        return new Wanted.Filling(Names.files(blueprint.service(), name, hash(filled)), files.at(), filled);
    }

    private List<String> filled(List<String> texts) {
        return texts.stream().map(this::filled).toList();
    }

    private String filled(String text) {
        Function<String, String> value = name -> name.startsWith(References.SECRET)
                ? key.written(blueprint.service(), name.substring(References.SECRET.length()))
                : values.getOrDefault(name, "");
        return References.filled(text, value);
    }

    /** A blueprint that says the same in other words makes the same container: its own hash does not count here. */
    private static String hash(ContainerSpec spec) {
        List<Object> content = new ArrayList<>(List.of(
                spec.name(),
                spec.image(),
                spec.entrypoint(),
                spec.command(),
                new TreeMap<>(spec.environment()),
                spec.user(),
                spec.tmpfs(),
                spec.volumes(),
                spec.limits(),
                spec.health(),
                new TreeMap<>(spec.networks()),
                spec.ports()));
        Optional.ofNullable(spec.labels().get(Names.CLIENT)).ifPresent(content::add);
        return hash(content);
    }

    private static String hash(Object content) {
        try {
            byte[] bytes = JsonMapper.shared().writeValueAsString(content).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
