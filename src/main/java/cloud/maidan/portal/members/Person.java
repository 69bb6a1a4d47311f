package cloud.maidan.portal.members;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Somebody as the provider's claims describe them; sizes bounded, since they come from outside. */
record Person(
        String issuer,
        String subject,
        String username,
        String displayName,
        @Nullable String email,
        boolean emailVerified,
        List<String> groups,
        @Nullable String locale,
        @Nullable String zone) {

    private static final int LONGEST = 255;
    private static final int MOST_GROUPS = 500;

    static Person of(String issuer, String subject, Map<String, Object> claims) {
        String username = Objects.requireNonNullElse(text(claims, "preferred_username"), subject);
        return new Person(
                issuer,
                subject,
                username,
                Objects.requireNonNullElse(text(claims, "name"), username),
                text(claims, "email"),
                Boolean.TRUE.equals(claims.get("email_verified")),
                groups(claims.get("groups")),
                text(claims, "locale"),
                text(claims, "zoneinfo"));
    }

    Set<Role> roles(MembersProperties.Groups names) {
        return Stream.of(Role.values())
                .filter(role -> groups.contains(names.of(role)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable String text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String text && !text.isBlank()
                ? text.strip()
                        .substring(0, Math.min(text.strip().length(), LONGEST))
                        .replace("\0", "")
                : null;
    }

    private static List<String> groups(@Nullable Object claim) {
        return claim instanceof Collection<?> names
                ? names.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .limit(MOST_GROUPS)
                        .toList()
                : List.of();
    }
}
