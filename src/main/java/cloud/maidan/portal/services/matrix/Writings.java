package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What one account wrote in one room and what is still to be read there, page after page. */
class Writings {

    private static final int EVENTS = 500;
    /** Events have at most 64 KiB, so this many always fit. */
    private static final int FEW_EVENTS = 50;

    private final MatrixClient matrix;
    private final String user;
    private final String room;
    private final Map<String, Set<String>> inForce = new HashMap<>();

    Writings(MatrixClient matrix, String user, String room) {
        this.matrix = matrix;
        this.user = user;
        this.room = room;
    }

    /** @param bulk whether Synapse deletes it together with others */
    record Entry(String event, Trace trace, boolean bulk) {}

    /** Hands over what is not empty, oldest first; between two pages the server may be asked other things. */
    void each(Consumer<Entry> taker) {
        Optional<String> token = Optional.empty();
        do {
            List<Entry> page = new ArrayList<>();
            token = page(token, page);
            page.forEach(taker);
        } while (token.isPresent());
    }

    private Optional<String> page(Optional<String> from, List<Entry> page) {
        List<JsonNode> events = new ArrayList<>();
        Optional<String> next;
        try {
            next = matrix.sent(room, user, from, EVENTS, events::add);
        } catch (ServiceFault fault) {
            if (fault.fault() != Fault.TOO_LARGE) {
                throw fault;
            }
            events.clear();
            next = matrix.sent(room, user, from, FEW_EVENTS, events::add);
        }
        events.stream()
                .filter(event -> event.path("sender").asString("").equals(user))
                .map(event -> new Entry(
                        event.path("event_id").asString(), Trace.of(event, this::holds), Trace.goesInBulk(event)))
                .filter(entry -> entry.trace() != Trace.EMPTY)
                .forEach(page::add);
        return next;
    }

    private boolean holds(JsonNode event) {
        return inForce.computeIfAbsent(
                        event.path("type").asString(""),
                        type -> matrix.inForce(room, type).stream()
                                .map(each -> each.path("event_id").asString(""))
                                .collect(Collectors.toUnmodifiableSet()))
                .contains(event.path("event_id").asString(""));
    }
}
