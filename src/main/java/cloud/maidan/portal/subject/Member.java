package cloud.maidan.portal.subject;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person of the community as the identity provider last described them.
 *
 * @param issuer the provider's {@code iss}, trailing slash included
 * @param subject the provider's {@code sub}: the member's key in every connected service
 * @param username the provider's {@code preferred_username}; may change
 * @param emailAddress null when the provider gave none
 * @param emailTrusted whether letters may be sent there (verified, or declared trusted by an administrator)
 */
public record Member(
        MemberId id,
        String issuer,
        String subject,
        String username,
        String displayName,
        @Nullable String emailAddress,
        boolean emailTrusted,
        Locale locale,
        ZoneId zone) {

    public Optional<String> email() {
        return Optional.ofNullable(emailAddress);
    }
}
