package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** All rooms that Synapse (1.157 to 1.163) stores, and whom it may talk to. */
class MatrixRooms {

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 10_000;

    private final MatrixClient matrix;
    private final String us;

    MatrixRooms(MatrixClient matrix) {
        this.matrix = matrix;
        this.us = matrix.own();
    }

    /** Whom our token stands for. */
    String us() {
        return us;
    }

    /** @param servers whom it may talk to when it is enabled; nobody when there are none */
    record Whitelist(boolean enabled, Set<String> servers) {}

    /** @param servers of the people in it and of whoever made it, without ours */
    record Shared(String room, boolean federated, Set<String> servers) {}

    /** Empty when Synapse does not say ({@code federation_whitelist_endpoint_enabled}). */
    static Optional<Whitelist> whitelist(MatrixClient matrix) {
        Call call = matrix.line().get("/_synapse/client/v1/config/federation_whitelist");
        Answer answer = call.answer();
        if (answer.status() == 404 && answer.body().path("errcode").asString("").equals("M_UNRECOGNIZED")) {
            return Optional.empty();
        }
        JsonNode body = call.orFault(answer).body();
        if (!body.path("whitelist_enabled").isBoolean()
                || !body.path("whitelist").isArray()) {
            throw misread();
        }
        return Optional.of(new Whitelist(
                body.path("whitelist_enabled").asBoolean(),
                body.path("whitelist").valueStream().map(JsonNode::asString).collect(Collectors.toSet())));
    }

    /** Rooms that somebody of another server is in or made, by their ids. */
    void shared(Consumer<Shared> each) {
        long from = 0;
        for (int page = 0; page < MOST_PAGES; page++) {
            List<JsonNode> rooms = new ArrayList<>();
            JsonNode rest = matrix.line()
                    .get("/_synapse/admin/v1/rooms")
                    .with("limit", PAGE)
                    .with("from", from)
                    .with("order_by", "creator")
                    .each("rooms", JsonNode.class, rooms::add);
            rooms.forEach(room -> shared(room).ifPresent(each));
            JsonNode next = rest.path("next_batch");
            if (!next.isIntegralNumber()) {
                return;
            }
            if (next.asLong() <= from) {
                throw new ServiceFault(Fault.BROKEN, null, "matrix: a page of rooms points at itself", null);
            }
            from = next.asLong();
        }
        throw new ServiceFault(Fault.TOO_LARGE, null, "matrix: pages of rooms without end", null);
    }

    private Optional<Shared> shared(JsonNode room) {
        String id = room.path("room_id").asString("");
        if (id.isEmpty()) {
            throw misread();
        }
        Set<String> servers = new TreeSet<>();
        String creator = room.path("creator").asString("");
        if (creator.startsWith("@")) {
            servers.add(server(creator));
        }
        if (room.path("joined_members").asLong(0)
                > room.path("joined_local_members").asLong(0)) {
            matrix.members(id).forEach(person -> servers.add(server(person)));
        }
        servers.remove(server(us));
        return servers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Shared(id, room.path("federatable").asBoolean(true), servers));
    }

    /** The part of an id behind its first colon, port included. */
    static String server(String id) {
        return id.substring(id.indexOf(':') + 1);
    }

    private static ServiceFault misread() {
        return new ServiceFault(Fault.UNREADABLE, null, "matrix: an answer of another form", null);
    }
}
