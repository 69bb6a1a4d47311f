package cloud.maidan.portal.services.authentik;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Events as a table that any spreadsheet opens (CSV, RFC 4180, UTF-8). */
final class EventTable {

    private static final String HEADER = "time,action,application,address,country,city,program";

    private EventTable() {}

    static String csv(List<JsonNode> events) {
        return Stream.concat(Stream.of(HEADER), events.stream().map(EventTable::row))
                .map(row -> row + "\r\n")
                .collect(Collectors.joining());
    }

    private static String row(JsonNode event) {
        JsonNode context = event.path("context");
        return Stream.of(
                        event.path("created"),
                        event.path("action"),
                        context.path("authorized_application").path("name"),
                        event.path("client_ip"),
                        context.path("geo").path("country"),
                        context.path("geo").path("city"),
                        context.path("http_request").path("user_agent"))
                .map(field -> quoted(field.asString("")))
                .collect(Collectors.joining(","));
    }

    /** A spreadsheet takes what begins like a formula for one, and programs may call themselves anything. */
    private static String quoted(String text) {
        String harmless = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return "\"" + harmless.replace("\"", "\"\"") + "\"";
    }
}
