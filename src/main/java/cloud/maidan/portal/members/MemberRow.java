package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code member}: the person as the provider last described them, and how they like their pages. */
record MemberRow(
        MemberId id,
        String issuer,
        String subject,
        String username,
        String displayName,
        @Nullable String email,
        boolean emailVerified,
        Set<Role> roles,
        Locale locale,
        ZoneId zone,
        String theme) {

    static final String COLUMNS = "member.id as member_id, member.issuer, member.subject, member.username,"
            + " member.display_name, member.email, member.email_verified, member.roles, member.locale, member.zone,"
            + " member.theme";

    MemberRow {
        roles = Set.copyOf(roles);
    }

    static MemberRow of(ResultSet row, int number) throws SQLException {
        String locale = row.getString("locale");
        String zone = row.getString("zone");
        return new MemberRow(
                new MemberId(row.getObject("member_id", UUID.class)),
                row.getString("issuer"),
                row.getString("subject"),
                row.getString("username"),
                row.getString("display_name"),
                row.getString("email"),
                row.getBoolean("email_verified"),
                roles(row.getArray("roles")),
                locale == null ? Locale.ENGLISH : Locale.forLanguageTag(locale),
                zone == null ? ZoneOffset.UTC : ZoneId.of(zone),
                row.getString("theme"));
    }

    Member asMember(boolean addressesTrusted) {
        return new Member(
                id,
                issuer,
                subject,
                username,
                displayName,
                email,
                email != null && (emailVerified || addressesTrusted),
                locale,
                zone);
    }

    static String[] names(Collection<Role> roles) {
        return roles.stream().sorted().map(Role::name).toArray(String[]::new);
    }

    private static Set<Role> roles(Array names) throws SQLException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream((String[]) names.getArray()).map(Role::valueOf).forEach(roles::add);
        return roles;
    }
}
