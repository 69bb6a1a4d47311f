package cloud.maidan.portal.services.matrix;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code portal.services.matrix.*}, beside the address and the administrator's {@code token-file}.
 *
 * @param authProvider Synapse's name of our identity provider: {@code oidc-} and the {@code idp_id} of its configuration
 * @param clientUrl address of the members' chat client; null when we do not know one
 * @param settingsUrl address of the client's settings page (Element: the client's address and {@code #/settings}); null:
 *     {@code clientUrl}
 * @param pageWithin longest wait for one page of a room: the server reads through all of it to find one person's messages
 * @param deletedKept how long Synapse keeps what was deleted: its {@code redaction_retention_period}, which nobody can ask for
 * @param connectionsKept how long Synapse keeps internet addresses: its {@code user_ips_max_age}, likewise
 * @param largestFile files above it are named as missing from an export; Synapse's own limit is 50 MB unless changed
 */
@ConfigurationProperties("portal.services.matrix")
record MatrixProperties(
        @DefaultValue("oidc-authentik") String authProvider,
        @Nullable URI clientUrl,
        @Nullable URI settingsUrl,
        @DefaultValue("90s") Duration pageWithin,
        @DefaultValue("2GB") DataSize largestFile,
        @DefaultValue("7d") Duration deletedKept,
        @DefaultValue("28d") Duration connectionsKept) {

    @Nullable
    String client() {
        return clientUrl == null ? null : clientUrl.toString();
    }

    @Nullable
    String settings() {
        return settingsUrl == null ? client() : settingsUrl.toString();
    }
}
