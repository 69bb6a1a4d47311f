package cloud.maidan.portal.subject;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much a table holds about a member.
 *
 * @param bytes size of the rows in bytes as stored
 * @param oldest null when there are no rows or rows carry no time
 */
public record Holding(
        long count,
        long bytes,
        @Nullable Instant oldest,
        @Nullable Instant newest) {

    public static final Holding NOTHING = new Holding(0, 0, null, null);
}
