package cloud.maidan.portal.members;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How people sign in.
 *
 * @param issuer the provider's {@code iss} as it stands in its tokens, trailing slash included; absent: nobody can sign
 *     in, and the sign-in page says so
 * @param clientId what the provider calls this portal
 * @param clientSecret comes from a file ({@code configtree}); never from the environment
 * @param scopes what is asked for; Authentik gives refresh tokens for {@code offline_access} alone, while Keycloak
 *     gives them anyway and sends no logout tokens for sign-ins that asked for it
 * @param groups names of the provider's groups that give roles here
 * @param trustEmailAddresses whether an administrator vouches for the provider's addresses; Authentik never marks them
 *     as verified by itself
 * @param addressesIdentify whether an administrator vouches that the provider gives each address to one person and lets
 *     nobody change their own, so that an account of a service can be told by it
 * @param multiFactorForAdmins whether administrators must have proven a second factor ({@code amr})
 * @param recheck how often a running session asks the provider for the member's groups
 * @param recheckGrace how long a session goes on while the provider cannot be asked
 * @param sessionLength greatest age of a session, whether used or not
 * @param clockSkew by how much the provider's clock may differ
 * @param connectTimeout longest wait for a connection with the provider
 * @param readTimeout longest wait for an answer of the provider
 */
@Validated
@ConfigurationProperties("portal.members")
record MembersProperties(
        @Nullable URI issuer,
        @DefaultValue("maidan") @NotBlank String clientId,
        @Nullable String clientSecret,

        @DefaultValue({"openid", "profile", "email", "offline_access"})
        List<String> scopes,

        @DefaultValue @NotNull @Valid Groups groups,
        @DefaultValue("false") boolean trustEmailAddresses,
        @DefaultValue("false") boolean addressesIdentify,
        @DefaultValue("true") boolean multiFactorForAdmins,
        @DefaultValue("5m") Duration recheck,
        @DefaultValue("1h") Duration recheckGrace,
        @DefaultValue("12h") Duration sessionLength,
        @DefaultValue("60s") Duration clockSkew,
        @DefaultValue("3s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout) {

    MembersProperties {
        scopes = List.copyOf(scopes);
    }

    /** Names of groups. */
    record Groups(
            @DefaultValue("maidan-members") @NotBlank String member,
            @DefaultValue("maidan-moderators") @NotBlank String moderator,

            @DefaultValue("maidan-privacy-officers") @NotBlank
            String officer,

            @DefaultValue("maidan-admins") @NotBlank String admin,
            @DefaultValue("maidan-auditors") @NotBlank String auditor) {

        String of(Role role) {
            return switch (role) {
                case MEMBER -> member;
                case MODERATOR -> moderator;
                case OFFICER -> officer;
                case ADMIN -> admin;
                case AUDITOR -> auditor;
            };
        }
    }

    boolean configured() {
        return issuer != null && !issuer.toString().isBlank() && clientSecret != null && !clientSecret.isBlank();
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "MembersProperties[issuer=%s, clientId=%s]".formatted(issuer, clientId);
    }
}
