package cloud.maidan.portal.retention;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What carrying out rules at one time would do, and how far that came.
 *
 * @param needed how many administrators have to confirm it
 * @param statement what was signed: exactly this can be carried out; null while it is counted
 * @param expiresAt until when; null while it is counted
 */
record Plan(
        UUID id,
        Instant madeAt,
        boolean scheduled,
        State state,
        int needed,
        @Nullable String statement,
        @Nullable Instant expiresAt,
        @Nullable Instant endedAt,
        List<PlanLine> lines) {

    enum State {
        COUNTING,
        WAITING,
        RUNNING,
        DONE,
        /** Not confirmed in time, or nobody wanted it. */
        DROPPED
    }

    Plan {
        lines = List.copyOf(lines);
    }

    public boolean counting() {
        return state == State.COUNTING;
    }

    public boolean waiting() {
        return state == State.WAITING;
    }

    /** Whether anything moves by itself. */
    public boolean moving() {
        return state == State.COUNTING || state == State.RUNNING;
    }

    public boolean ended() {
        return state == State.DONE || state == State.DROPPED;
    }

    public long items() {
        return lines.stream().mapToLong(PlanLine::items).sum();
    }

    public String stateKey() {
        return "retention.state." + state.name().toLowerCase(java.util.Locale.ROOT);
    }
}
