package cloud.maidan.portal.holds;

import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.MemberId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A hold as the officers know it.
 *
 * @param member whose item it is; null once the portal forgot them
 * @param owner the officer who answers for it; null when they are gone
 * @param liftedAt null while it lasts
 */
record LegalHold(
        String reference,
        Hold hold,
        @Nullable MemberId member,
        @Nullable MemberId owner,
        Instant placedAt,
        @Nullable Instant liftedAt) {

    UUID id() {
        return hold.id();
    }

    boolean lasts() {
        return liftedAt == null;
    }

    boolean overdue(Instant now) {
        return lasts() && hold.reviewAt().isBefore(now);
    }
}
