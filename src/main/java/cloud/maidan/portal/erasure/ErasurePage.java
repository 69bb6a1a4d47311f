package cloud.maidan.portal.erasure;

import cloud.maidan.portal.services.Erasure.Amount;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An erasure as its page shows it.
 *
 * @param percent of the window that is over, 0 to 100
 * @param left of the window, in hours
 * @param found what the second look found; null before it
 * @param backupsUntil when the last backup with the data will have expired; null while nobody can say
 */
record ErasurePage(
        String id,
        String path,
        String reference,
        MemberErasure.State state,
        Instant askedAt,
        Instant startsAt,
        @Nullable Instant endedAt,
        long percent,
        long left,
        boolean shortenable,
        List<ErasureLine> lines,
        @Nullable List<Amount> found,
        @Nullable Instant backupsUntil) {

    public long items() {
        return lines.stream()
                .map(ErasureLine::items)
                .filter(items -> items != null)
                .mapToLong(Long::longValue)
                .sum();
    }

    public boolean anythingRetained() {
        return backupsUntil != null
                || lines.stream().anyMatch(line -> !line.retained().isEmpty());
    }

    public boolean anythingBeyondReach() {
        return lines.stream().anyMatch(line -> !line.beyondReach().isEmpty());
    }
}
