package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Speaks the calls about what rooms hold and about forgetting it (Synapse 1.157 to 1.163). Ids are Matrix ids. */
class MatrixHistory {

    private static final String ADMIN = "/_synapse/admin/v1/";
    /** In this form events say how deep in the room's history they lie, by which Synapse forgets. */
    private static final String WITH_DEPTH = "{\"event_format\":\"federation\"}";

    private final MatrixClient matrix;
    private final MatrixProperties properties;

    MatrixHistory(MatrixClient matrix, MatrixProperties properties) {
        this.matrix = matrix;
        this.properties = properties;
    }

    /** @param next how many rooms come before the next page; empty at the end */
    record Rooms(List<String> ids, Optional<Long> next) {}

    /** @param next where the next page starts; empty at the end, which an empty page is not */
    record Page(List<Written> events, Optional<String> next) {}

    /** @param lasting whether it is a setting of the room, which Synapse never forgets */
    record Written(String id, String sender, boolean lasting, long depth, long at, long bytes) {

        static Written of(JsonNode event) {
            JsonNode depth = event.path("depth");
            JsonNode at = event.path("origin_server_ts");
            String id = event.path("event_id").asString("");
            if (!depth.isNumber() || !at.isNumber() || id.isEmpty()) {
                throw misread();
            }
            return new Written(
                    id,
                    event.path("sender").asString(""),
                    event.has("state_key"),
                    depth.asLong(),
                    at.asLong(),
                    event.path("content").toString().length());
        }
    }

    Rooms rooms(long from, int limit) {
        JsonNode answer = matrix.line()
                .get(ADMIN + "rooms")
                .with("from", from)
                .with("limit", limit)
                .json(JsonNode.class);
        if (!answer.path("rooms").isArray()) {
            throw misread();
        }
        List<String> ids = answer.path("rooms")
                .valueStream()
                .map(room -> room.path("room_id").asString(""))
                .toList();
        JsonNode next = answer.path("next_batch");
        return new Rooms(ids, next.isNumber() ? Optional.of(next.asLong()) : Optional.empty());
    }

    /** What everybody wrote in a room, the deepest last. */
    Page page(String room, Optional<String> from, int limit) {
        List<Written> events = new ArrayList<>();
        JsonNode rest = matrix.line()
                .get(ADMIN + "rooms/{room}/messages", room)
                .with("dir", "f")
                .with("limit", limit)
                .with("filter", WITH_DEPTH)
                .with("from", from)
                .within(properties.pageWithin())
                .each("chunk", JsonNode.class, event -> events.add(Written.of(event)));
        Optional<String> next = rest.path("end").stringValueOpt();
        if (next.isPresent() && next.equals(from)) {
            throw new ServiceFault(Fault.BROKEN, null, "matrix: a page of messages points at itself", null);
        }
        return new Page(List.copyOf(events), next);
    }

    /** Begins to forget everything less deep than the event, except settings of the room. @return how to ask about it */
    String forget(String room, String upTo) {
        Call call = matrix.line()
                .post(ADMIN + "purge_history/{room}", room)
                .sending(Map.of("purge_up_to_event_id", upTo, "delete_local_events", true));
        String id = call.orFault(call.answer()).body().path("purge_id").asString("");
        if (id.isEmpty()) {
            throw misread();
        }
        return id;
    }

    /** Whether it is over. @throws ServiceFault when it failed */
    boolean forgotten(String purge) {
        String status = matrix.line()
                .get(ADMIN + "purge_history_status/{purge}", purge)
                .json(JsonNode.class)
                .path("status")
                .asString("");
        if (status.equals("failed")) {
            throw new ServiceFault(Fault.BROKEN, null, "matrix: forgetting a room's history failed", null);
        }
        return status.equals("complete");
    }

    /** One that is gone already is no fault. */
    void deleteFile(String server, String file) {
        Call call = matrix.line().delete(ADMIN + "media/{server}/{file}", server, file);
        Answer answer = call.answer();
        if (answer.status() != 404) {
            call.orFault(answer);
        }
    }

    /** Files that show what the account, or a room it knows, looks like. */
    Set<String> portraits(String user) {
        Set<String> portraits = matrix.memberships(user).keySet().stream()
                .flatMap(room -> matrix.inForce(room, "m.room.avatar").stream())
                .map(event -> event.path("content").path("url").asString(""))
                .map(MatrixHistory::file)
                .collect(Collectors.toSet());
        portraits.add(file(matrix.profile(user).path("avatar_url").asString("")));
        return portraits;
    }

    private static String file(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private static ServiceFault misread() {
        return new ServiceFault(Fault.UNREADABLE, null, "matrix: an answer of another form", null);
    }
}
