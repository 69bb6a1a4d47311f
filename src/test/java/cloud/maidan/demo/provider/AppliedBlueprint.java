package cloud.maidan.demo.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What a portal is registered with by the blueprint, its files and its environment read as Authentik's worker does. */
final class AppliedBlueprint extends SafeConstructor {

    private AppliedBlueprint() {
        super(new LoaderOptions());
        on("!File", node -> contents(((ScalarNode) node).getValue()));
        on("!Env", node -> environment(((SequenceNode) node)));
        on("!Format", node -> formatted(constructSequence((SequenceNode) node)));
        on("!Find", node -> "");
        on("!KeyOf", node -> "");
    }

    /**
     * {@code client_secret}, {@code token}, {@code logout_uri}, and the redirects {@code authorization} and {@code logout}.
     */
    static Map<String, String> read(Path file) throws IOException {
        Map<?, ?> blueprint = new Yaml(new AppliedBlueprint()).load(Files.readString(file));
        Map<String, String> applied = new TreeMap<>();
        for (Object entry : list(blueprint, "entries")) {
            if (((Map<?, ?>) entry).get("attrs") instanceof Map<?, ?> attributes) {
                applied.putAll(said(String.valueOf(((Map<?, ?>) entry).get("model")), attributes));
            }
        }
        return applied;
    }

    private static Map<String, String> said(String model, Map<?, ?> attributes) {
        if (model.equals("authentik_core.token")) {
            return Map.of("token", String.valueOf(attributes.get("key")));
        }
        Map<String, String> said = new TreeMap<>();
        if (model.equals("authentik_providers_oauth2.oauth2provider")) {
            said.put("client_secret", String.valueOf(attributes.get("client_secret")));
            said.put("logout_uri", String.valueOf(attributes.get("logout_uri")));
            for (Object redirect : list(attributes, "redirect_uris")) {
                Map<?, ?> fields = (Map<?, ?>) redirect;
                said.put(String.valueOf(fields.get("redirect_uri_type")), String.valueOf(fields.get("url")));
            }
        }
        return said;
    }

    private static List<?> list(Map<?, ?> from, String name) {
        return (List<?>) Objects.requireNonNull(from.get(name), name);
    }

    private void on(String tag, Function<Node, Object> value) {
        yamlConstructors.put(new Tag(tag), new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
                return value.apply(node);
            }
        });
    }

    private static String contents(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String environment(SequenceNode node) {
        List<?> nameAndDefault = constructSequence(node);
        return System.getenv()
                .getOrDefault(String.valueOf(nameAndDefault.getFirst()), String.valueOf(nameAndDefault.getLast()));
    }

    private static String formatted(List<?> parts) {
        return String.valueOf(parts.getFirst())
                .formatted(parts.subList(1, parts.size()).toArray());
    }
}
