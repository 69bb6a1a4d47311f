package cloud.maidan.portal.blueprints;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * How members sign in to a service through Authentik. The client's id is the service's name; its secret is made up as the
 * service's others are.
 *
 * @param at the parameter that names Authentik; a name that ends in {@code .invalid} means that nobody signs in so
 * @param opens the service's address for Authentik's list of applications
 * @param redirects where Authentik sends members back to, letter by letter
 * @param group whose members may sign in
 * @param confirmed the switch by which Authentik calls members' addresses confirmed; empty: it says what it says of itself
 * @param part the container that is told
 * @param environment in the place of the part's values of the same name
 * @param files put behind the part's files of the same name, or files of their own
 */
public record SignIn(
        String at,
        String opens,
        List<String> redirects,
        String group,
        Optional<String> confirmed,
        String part,
        Map<String, String> environment,
        Map<String, String> files) {

    /** Of the client. */
    static final String SECRET = "sign-in";

    private static final String NOWHERE = ".invalid";

    public SignIn {
        redirects = List.copyOf(redirects);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    static boolean nowhere(String name) {
        return name.isEmpty() || name.endsWith(NOWHERE);
    }

    /** @param values of parameters, fallbacks included */
    boolean wanted(Map<String, String> values) {
        return !nowhere(values.getOrDefault(at, ""));
    }

    /** The part as it is when members sign in so. */
    Part told(Part told) {
        Map<String, String> variables = new LinkedHashMap<>(told.environment());
        variables.putAll(environment);
        Map<String, String> contents =
                new LinkedHashMap<>(told.files().orElseThrow().contents());
        new TreeMap<>(files).forEach((name, content) -> contents.merge(name, content, String::concat));
        return told.with(variables, contents);
    }

    SignInClient client(Blueprint blueprint, Map<String, String> values) {
        UnaryOperator<String> filled =
                text -> References.filled(text, name -> Objects.requireNonNull(values.get(name)));
        return new SignInClient(
                blueprint.service(),
                blueprint.title(),
                filled.apply(opens),
                redirects.stream().map(filled).toList(),
                group,
                confirmed.map(values::get).filter("yes"::equals).isPresent());
    }
}
