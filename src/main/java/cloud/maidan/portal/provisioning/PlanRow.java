package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.blueprints.Planned;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One plan as it is written down.
 *
 * @param steps null until the operator has looked
 * @param digest of order and steps, as the operator says
 * @param confirmed the digest that was confirmed; null until then
 * @param outcome null until it ended
 * @param why it ended so; null when it is done
 * @param turnedBack why everything is being put back; null while it goes forward
 * @param trouble what keeps it waiting; null when nothing does
 * @param fetched how far the image that is being fetched is; null when none is
 */
record PlanRow(
        UUID id,
        Order order,
        Instant askedAt,
        @Nullable List<PlanStep> steps,
        @Nullable String digest,
        @Nullable String confirmed,
        boolean dropped,
        @Nullable Instant beganAt,
        @Nullable Instant endedAt,
        @Nullable Result outcome,
        @Nullable Text why,
        @Nullable Text turnedBack,
        @Nullable Text trouble,
        int attempts,
        long fence,
        @Nullable Fetching fetched) {

    /** How it ended. */
    enum Result {
        DONE,
        PUT_BACK,
        REFUSED,
        FAILED
    }

    /** @param done and total in bytes */
    record Fetching(String image, long done, long total) {}

    /** Where it stands, in a reader's eyes. */
    enum State {
        PREPARING,
        READY,
        CONFIRMED,
        RUNNING,
        TURNING_BACK,
        DONE,
        PUT_BACK,
        REFUSED,
        FAILED,
        DROPPED
    }

    public State state() {
        if (dropped) {
            return State.DROPPED;
        }
        if (outcome != null) {
            return State.valueOf(outcome.name());
        }
        if (turnedBack != null) {
            return State.TURNING_BACK;
        }
        if (beganAt != null) {
            return State.RUNNING;
        }
        if (confirmed != null) {
            return State.CONFIRMED;
        }
        return steps == null ? State.PREPARING : State.READY;
    }

    public String stateKey() {
        return "provisioning.plan." + state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String deedKey() {
        return "provisioning.deed." + order.deed().name().toLowerCase(Locale.ROOT);
    }

    /** The operator works on it, or should. */
    public boolean moving() {
        return switch (state()) {
            case PREPARING, CONFIRMED, RUNNING, TURNING_BACK -> true;
            case READY, DONE, PUT_BACK, REFUSED, FAILED, DROPPED -> false;
        };
    }

    public boolean ready() {
        return state() == State.READY;
    }

    /** Nothing was begun yet. */
    public boolean droppable() {
        return switch (state()) {
            case PREPARING, READY -> true;
            case CONFIRMED, RUNNING, TURNING_BACK, DONE, PUT_BACK, REFUSED, FAILED, DROPPED -> false;
        };
    }

    /** Whether what is shown is what the digest stands for; a row that somebody changed by hand is not. */
    boolean sound() {
        return steps != null && new Planned.Steps(order, steps).digest().equals(digest);
    }
}
