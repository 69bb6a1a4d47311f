package cloud.maidan.portal.services.matrix;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as its sender wrote it. Synapse hangs other people's events on it (the newest answer of a thread, the state
 * before, the redaction with its reason), under {@code unsigned} and in the old form at the top too; they stay out.
 */
final class SentEvent {

    private static final List<String> OWN =
            List.of("type", "event_id", "room_id", "sender", "origin_server_ts", "state_key", "redacts", "content");

    private SentEvent() {}

    static JsonNode of(JsonNode event) {
        ObjectNode own = ((ObjectNode) event).objectNode();
        for (String field : OWN) {
            if (event.has(field)) {
                own.set(field, event.get(field));
            }
        }
        JsonNode redaction = event.path("unsigned").path("redacted_because");
        if (redaction.isObject()) {
            own.set("redacted_ts", redaction.path("origin_server_ts"));
        }
        return own;
    }
}
