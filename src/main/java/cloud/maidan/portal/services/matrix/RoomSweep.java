package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Turn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Deletes one by one what Synapse leaves of an account in a room: as the account where it is a member, which nobody
 * notices, else as ourselves, which needs somebody of this server with power in the room and shows to its members.
 */
class RoomSweep implements AutoCloseable {

    private static final Duration KEY_LASTS = Duration.ofHours(1);
    private static final Duration KEY_IS_USED = Duration.ofMinutes(20);

    private final MatrixClient matrix;
    private final MatrixChanges changes;
    private final Clock clock;
    private final Turn turn;
    private final Spared spared;
    private final String user;
    private final String own;
    private final boolean closed;
    private @Nullable String key;
    private Instant keyUntil = Instant.MIN;

    RoomSweep(
            MatrixClient matrix,
            MatrixChanges changes,
            Clock clock,
            Turn turn,
            Spared spared,
            String user,
            String own,
            boolean closed) {
        this.matrix = matrix;
        this.changes = changes;
        this.clock = clock;
        this.turn = turn;
        this.spared = spared;
        this.user = user;
        this.own = own;
        this.closed = closed;
    }

    /**
     * @param member whether the account is in the room
     * @param inside whether we are in the room: somebody was interrupted here before
     * @return the tally without what nobody here may delete, and without what is held
     */
    Tally sweep(String room, boolean member, boolean inside, Tally tally) {
        Visit visit = new Visit(room, member && !closed, inside);
        Tally[] left = {tally};
        new Writings(matrix, user, room).each(entry -> {
            if (entry.trace() != Trace.SETTING && spared.messages().contains(entry.event())) {
                left[0] = left[0].sparing(entry.trace());
            } else if (entry.trace() != Trace.SETTING && !visit.deletes(entry.event())) {
                left[0] = left[0].without(entry.trace());
            }
        });
        visit.end();
        return left[0];
    }

    private String key() {
        String now = key;
        if (now == null || clock.instant().isAfter(keyUntil)) {
            close();
            now = changes.actAs(user, clock.instant().plus(KEY_LASTS));
            key = now;
            keyUntil = clock.instant().plus(KEY_IS_USED);
        }
        return now;
    }

    @Override
    public void close() {
        if (key != null) {
            changes.stopActing(key);
            key = null;
        }
    }

    private final class Visit {

        private final String room;
        private boolean asMember;
        private boolean inside;
        private Optional<Boolean> entered = Optional.empty();

        Visit(String room, boolean asMember, boolean inside) {
            this.room = room;
            this.asMember = asMember;
            this.inside = inside;
        }

        boolean deletes(String event) {
            if (asMember) {
                turn.stillMine();
                if (changes.redactAs(key(), room, event)) {
                    return true;
                }
                asMember = false;
            }
            if (entered.isEmpty()) {
                turn.stillMine();
                entered = Optional.of(changes.enter(room));
                inside |= entered.get();
            }
            if (!entered.get()) {
                return false;
            }
            turn.stillMine();
            return changes.redact(room, event);
        }

        void end() {
            if (inside) {
                turn.stillMine();
                changes.leave(room, own);
            }
        }
    }
}
