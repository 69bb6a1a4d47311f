package cloud.maidan.portal.services.vaultwarden;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code portal.services.vaultwarden.*}, beside the address and the administrators' {@code token-file}.
 *
 * @param publicUrl address that members open in their browser; null: the service's address
 * @param issuer Vaultwarden's {@code SSO_AUTHORITY}, letter by letter; null: any application of the provider that
 *     members sign in with here
 * @param exportPath where the web vault exports, below the public address
 * @param settingsPath where the web vault shows the account's settings
 * @param preferencesPath where it shows what the client does by itself, such as when it locks
 * @param sendsPath where it shows what was sent
 * @param emergencyPath where it shows who may open the vault in an emergency
 * @param session how long a log-in is used; below Vaultwarden's {@code ADMIN_SESSION_LIFETIME} of 20 minutes
 * @param countsKept how long the overview of all accounts is used: the server makes it anew account by account
 */
@ConfigurationProperties("portal.services.vaultwarden")
record VaultwardenProperties(
        @Nullable URI publicUrl,
        @Nullable String issuer,
        @DefaultValue("/#/tools/export") String exportPath,
        @DefaultValue("/#/settings/account") String settingsPath,
        @DefaultValue("/#/settings/preferences") String preferencesPath,
        @DefaultValue("/#/sends") String sendsPath,
        @DefaultValue("/#/settings/emergency-access") String emergencyPath,
        @DefaultValue("18m") Duration session,
        @DefaultValue("5m") Duration countsKept) {}
