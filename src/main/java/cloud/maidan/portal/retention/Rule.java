package cloud.maidan.portal.retention;

import java.time.Instant;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * How long a kind is to be kept, and what for.
 *
 * @param version rises with each change
 * @param confirmed the version that people let go to work; null when none was
 */
record Rule(
        String service,
        String kind,
        Period period,
        String purpose,
        int version,
        @Nullable Integer confirmed,
        Instant changedAt) {

    /** Whether it is carried out by itself from now on. */
    public boolean inForce() {
        return confirmed != null && confirmed == version;
    }
}
