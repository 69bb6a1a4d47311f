package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds every JSON file of an archive against the schema that the archive itself names for it. */
final class Schemas {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, String> files;
    private final Map<Pattern, Schema> schemas = new TreeMap<>(java.util.Comparator.comparing(Pattern::pattern));

    /** @param files text of the archive's files by their path below its one folder */
    Schemas(Map<String, String> files) {
        this.files = files;
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (JsonNode service : JSON.readTree(text("manifest.json")).get("services")) {
            for (JsonNode file : service.get("files")) {
                if (file.get("schema").isString()) {
                    String path =
                            service.get("folder").asString() + file.get("path").asString();
                    schemas.put(
                            Pattern.compile("\\Q" + path.replace("*", "\\E[^/]*\\Q") + "\\E"),
                            registry.getSchema(
                                    JSON.readTree(text(file.get("schema").asString()))));
                }
            }
        }
    }

    /** Says how many values were checked. */
    int assertAllFollowed() {
        List<String> without = new ArrayList<>();
        int checked = 0;
        for (String path : files.keySet()) {
            if (path.startsWith("data/") && path.contains("/native/") && path.matches(".*\\.(nd)?json")) {
                Schema schema = schemas.entrySet().stream()
                        .filter(each -> each.getKey().matcher(path).matches())
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
                if (schema == null) {
                    without.add(path);
                } else {
                    checked += assertFollows(path, schema);
                }
            }
        }
        assertThat(without).as("files of which nobody says what they look like").isEmpty();
        return checked;
    }

    private int assertFollows(String path, Schema schema) {
        List<String> values = path.endsWith(".ndjson") ? text(path).lines().toList() : List.of(text(path));
        for (String value : values) {
            assertThat(schema.validate(JSON.readTree(value)))
                    .as("%s: %s", path, value)
                    .isEmpty();
        }
        return values.size();
    }

    private String text(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }
}
