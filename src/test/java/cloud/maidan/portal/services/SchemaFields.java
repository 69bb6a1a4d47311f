package cloud.maidan.portal.services;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares JSON with the part of JSON Schema that the exports' schemas use: fields, types, required, items. */
public final class SchemaFields {

    private static final JsonMapper JSON = new JsonMapper();

    private SchemaFields() {}

    /** What is in the text but not in the schema, or the other way round; empty when it follows. */
    public static List<String> unlike(String resource, String json) {
        try (InputStream schema = Objects.requireNonNull(SchemaFields.class.getResourceAsStream(resource))) {
            List<String> problems = new ArrayList<>();
            compare("", JSON.readTree(schema), JSON.readTree(json), problems);
            return problems;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void compare(String path, JsonNode schema, JsonNode value, List<String> problems) {
        String type = schema.path("type").asString("");
        boolean fits = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
        if (!fits) {
            problems.add(path + " is no " + type);
        }
        if (schema.has("pattern")
                && !value.asString("").matches(schema.path("pattern").asString())) {
            problems.add(path + " is of another form");
        }
        if (schema.has("enum") && schema.path("enum").valueStream().noneMatch(value::equals)) {
            problems.add(path + " is none of those");
        }
        schema.path("required")
                .valueStream()
                .map(JsonNode::asString)
                .filter(name -> !value.has(name))
                .forEach(name -> problems.add(path + "/" + name + " is missing"));
        if (value.isObject() && schema.has("properties")) {
            value.propertyStream().forEach(property -> {
                JsonNode expected = schema.path("properties").path(property.getKey());
                if (!expected.isMissingNode()) {
                    compare(path + "/" + property.getKey(), expected, property.getValue(), problems);
                } else if (!schema.path("additionalProperties").asBoolean(true)) {
                    problems.add(path + "/" + property.getKey() + " is not described");
                }
            });
        }
        if (value.isArray()) {
            value.valueStream().forEach(item -> compare(path + "/*", schema.path("items"), item, problems));
        }
    }
}
