package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Retention.Aged;
import cloud.maidan.portal.services.matrix.MatrixHistory.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads a room from its beginning and gives out what can be forgotten. Synapse forgets everything less deep than some
 * event, never the deepest ones of a room, so events of one depth go together and only when something deeper is there.
 */
class RoomReading {

    private final String room;
    private final Predicate<Written> goes;
    private final List<Written> level;
    private boolean stopped;

    /** @param level what lies deepest of what was read before @param stopped whether something that stays was read */
    RoomReading(String room, Predicate<Written> goes, List<Written> level, boolean stopped) {
        this.room = room;
        this.goes = goes;
        this.level = new ArrayList<>(level);
        this.stopped = stopped;
    }

    /** What can go now that these were read too. */
    List<Aged> read(List<Written> events) {
        List<Aged> given = new ArrayList<>();
        for (Written event : events) {
            if (stopped) {
                break;
            }
            if (!level.isEmpty() && event.depth() > level.getFirst().depth()) {
                level.forEach(each -> given.add(aged(each)));
                level.clear();
            }
            if (!event.lasting()) {
                stopped = !goes.test(event);
                level.add(event);
            }
        }
        return given;
    }

    boolean stopped() {
        return stopped;
    }

    /** What was read and cannot go yet. */
    List<Written> level() {
        return List.copyOf(level);
    }

    private Aged aged(Written event) {
        return new Aged(event.id(), room, event.sender(), event.bytes(), Instant.ofEpochMilli(event.at()));
    }
}
