package cloud.maidan.portal.members;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A sign-in that is still in use, with the member it belongs to.
 *
 * @param methods the provider's {@code amr}; empty when it did not say
 * @param asked whether this sign-in answered a request for a fresh one
 */
record SessionRow(
        UUID id,
        MemberRow member,
        Instant authenticatedAt,
        List<String> methods,
        Instant signedInAt,
        Instant checkedAt,
        boolean asked) {

    static final String COLUMNS = "session.id as session_id, session.authenticated_at, session.methods,"
            + " session.signed_in_at, session.checked_at, session.asked, " + MemberRow.COLUMNS;

    static SessionRow of(ResultSet row, int number) throws SQLException {
        var methods = row.getArray("methods");
        return new SessionRow(
                row.getObject("session_id", UUID.class),
                MemberRow.of(row, number),
                time(row, "authenticated_at"),
                methods == null ? List.of() : List.of((String[]) methods.getArray()),
                time(row, "signed_in_at"),
                time(row, "checked_at"),
                row.getBoolean("asked"));
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    SignedIn signedIn() {
        return new SignedIn(member.id(), member.username(), member.displayName(), member.roles(), authenticatedAt);
    }
}
