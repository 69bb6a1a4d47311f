package cloud.maidan.portal.services.peertube;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Rows of a list, as lines of JSON and as a table that spreadsheets open (CSV, RFC 4180). */
class Rows {

    /** Columns by name, with where in a row their value stands. */
    static final Map<String, String> COMMENTS = columns(
            "written", "/createdAt", "text", "/text", "video", "/video/name", "address", "/url", "thread", "/threadId");

    static final Map<String, String> VIDEOS = columns(
            "name", "/name",
            "published", "/publishedAt",
            "seconds", "/duration",
            "visibility", "/privacy/label",
            "channel", "/channel/displayName",
            "category", "/category/label",
            "licence", "/licence/label",
            "language", "/language/label",
            "views", "/views",
            "likes", "/likes",
            "address", "/url",
            "folder", "/uuid",
            "description", "/description");

    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private final List<JsonNode> rows = new ArrayList<>();

    static byte[] pretty(JsonNode value) {
        return PRETTY.writeValueAsBytes(value);
    }

    void add(JsonNode row) {
        rows.add(row);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    byte[] lines() {
        var lines = new ByteArrayOutputStream();
        for (JsonNode row : rows) {
            lines.writeBytes(JSON.writeValueAsBytes(row));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    byte[] table(Map<String, String> columns) {
        StringBuilder table = new StringBuilder(String.join(",", columns.keySet())).append("\r\n");
        for (JsonNode row : rows) {
            table.append(columns.values().stream()
                            .map(place -> quoted(row.at(place).asString("")))
                            .collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return table.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String value) {
        return value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + value.replace("\"", "\"\"") + '"'
                : value;
    }

    private static Map<String, String> columns(String... namesAndPlaces) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < namesAndPlaces.length; i += 2) {
            columns.put(namesAndPlaces[i], namesAndPlaces[i + 1]);
        }
        return columns;
    }
}
