package cloud.maidan.portal.services.librechat;

import static com.mongodb.client.model.Filters.ne;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where LibreChat's settings stand: its file, and what administrators changed in its database, which wins over the file. */
final class ConfigSources {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long LONGEST_FILE = 1024 * 1024;
    private static final String BASE = "__base__";

    private final LibreChatClient librechat;
    private final LibreChatProperties properties;

    ConfigSources(LibreChatClient librechat, LibreChatProperties properties) {
        this.librechat = librechat;
        this.properties = properties;
    }

    /** Empty when the portal sees none. */
    Optional<ObjectNode> file() {
        Path file = properties.configFile();
        try {
            if (file == null || Files.size(file) > LONGEST_FILE) {
                return Optional.empty();
            }
            LoaderOptions limits = new LoaderOptions();
            limits.setMaxAliasesForCollections(50);
            limits.setNestingDepthLimit(50);
            Object content = new Yaml(new SafeConstructor(limits)).load(Files.readString(file, StandardCharsets.UTF_8));
            return JSON.valueToTree(content) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException | YAMLException unreadable) {
            return Optional.empty();
        }
    }

    /** What administrators changed and did not switch off, the last to win at the end. */
    List<BsonDocument> changes() {
        return librechat
                .some("configs", ne("isActive", false), "principalType", "principalId", "priority", "overrides")
                .stream()
                .sorted(Comparator.comparing(change -> Fields.number(change, "priority")))
                .toList();
    }

    /** What they changed for everybody. */
    ObjectNode changedForEverybody() {
        ObjectNode changed = JsonNodeFactory.instance.objectNode();
        changes().stream().filter(ConfigSources::forEverybody).forEach(change -> merge(changed, overrides(change)));
        return changed;
    }

    static boolean forEverybody(BsonDocument change) {
        return Fields.text(change, "principalId").equals(BASE);
    }

    static JsonNode overrides(BsonDocument change) {
        BsonValue overrides = Fields.at(change, "overrides");
        return overrides.isDocument() ? Fields.json(overrides.asDocument()) : JsonNodeFactory.instance.objectNode();
    }

    static void merge(ObjectNode into, JsonNode changes) {
        changes.properties().forEach(change -> {
            if (change.getValue().isObject() && into.get(change.getKey()) instanceof ObjectNode inner) {
                merge(inner, change.getValue());
            } else {
                into.set(change.getKey(), change.getValue());
            }
        });
    }
}
