package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Exports that a member has made regularly.
 *
 * @param services in the order of the choice
 * @param passphrase sealed; null for none
 * @param lastAt when one was due last; null when none was yet
 */
record Schedule(
        UUID id,
        MemberId member,
        Rhythm rhythm,
        List<String> services,
        Archives.Form form,
        long pieceBytes,
        byte @Nullable [] passphrase,
        LocalDate beganOn,
        Instant nextAt,
        @Nullable Instant lastAt,
        @Nullable Outcome lastOutcome) {

    enum Outcome {
        BEGUN,
        /** An export of the member was still being made. */
        STILL_RUNNING,
        /** None of the services can be exported any more. */
        NOTHING_CHOSEN
    }

    /** What became of the last one; null when none was due yet, or it began. */
    public @Nullable Text remark() {
        return lastOutcome == null || lastOutcome == Outcome.BEGUN || lastAt == null
                ? null
                : Text.of(
                        "requests.schedule."
                                + lastOutcome.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        lastAt.toString());
    }
}
