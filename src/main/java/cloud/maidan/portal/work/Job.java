package cloud.maidan.portal.work;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step as those see it who keep the portal running: how it goes, never whose it is.
 *
 * @param failures unexpected faults in a row
 * @param holder the node that carries it out; null when none does
 * @param heardAt when that node was last heard of; null with it
 * @param givable whether a person can give it up
 */
record Job(
        long number,
        StepView step,
        int failures,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String holder,
        @Nullable Instant heardAt,
        boolean givable) {

    /** Kind of pill for its state. */
    public String pill() {
        return switch (step.state()) {
            case NEEDS_ATTENTION -> "bad";
            case RETRYING -> "warn";
            case RUNNING -> "glaze";
            case DONE -> "good";
            case WAITING, CANCELLED -> "idle";
        };
    }

    public String icon() {
        return switch (step.state()) {
            case NEEDS_ATTENTION -> "triangle-alert";
            case RETRYING, WAITING -> "hourglass";
            case RUNNING -> "refresh-cw";
            case DONE -> "check";
            case CANCELLED -> "x";
        };
    }
}
