package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.docker.EngineFault;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the operator's looks at the engine go.
 *
 * @param askedAt when somebody last asked for one; null when nobody did
 * @param beganAt when the last one began; null when none did
 * @param movedAt when the last one last got on; null when none did
 * @param endedAt when the last one that ended did; null when none did
 * @param lookedAt when one was last brought to its end; null when none was
 * @param engine the engine's version then
 * @param fault why the last one came to nothing; null when it did not
 * @param detail what the fault is about
 */
record Look(
        @Nullable Instant askedAt,
        @Nullable Instant beganAt,
        @Nullable Instant movedAt,
        @Nullable Instant endedAt,
        @Nullable Instant lookedAt,
        @Nullable String engine,
        EngineFault.@Nullable Why fault,
        @Nullable String detail) {

    /** Longer than reading through one image may take; a look that stands still for so long was given up. */
    static final Duration STANDSTILL = Duration.ofMinutes(5);

    /** Nobody ever looked or asked for a look. */
    static final Look NONE = new Look(null, null, null, null, null, null, null, null);

    /** Asked for, and not begun since. */
    boolean waiting() {
        return askedAt != null && (beganAt == null || beganAt.isBefore(askedAt));
    }

    /** Begun and not ended, be it that it goes on or that whoever began it died. */
    boolean open() {
        return beganAt != null && (endedAt == null || endedAt.isBefore(beganAt));
    }

    boolean stuck(Instant now) {
        return open() && movedAt != null && movedAt.plus(STANDSTILL).isBefore(now);
    }
}
