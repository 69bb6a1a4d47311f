package cloud.maidan.portal.holds;

import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
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

    static LegalHold of(ResultSet row, int number) throws SQLException {
        Instant review = row.getObject("review_at", OffsetDateTime.class).toInstant();
        OffsetDateTime lifted = row.getObject("lifted_at", OffsetDateTime.class);
        return new LegalHold(
                row.getString("reference"),
                new Hold(
                        row.getObject("id", UUID.class),
                        row.getString("service"),
                        row.getString("kind"),
                        row.getString("item"),
                        row.getString("ground"),
                        review,
                        row.getBoolean("confidential")),
                member(row, "member_id"),
                member(row, "owner_id"),
                row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                lifted == null ? null : lifted.toInstant());
    }

    private static @Nullable MemberId member(ResultSet row, String column) throws SQLException {
        UUID id = row.getObject(column, UUID.class);
        return id == null ? null : new MemberId(id);
    }

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
