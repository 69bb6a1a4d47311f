package cloud.maidan.portal.services.cryptpad;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code portal.services.cryptpad.*}, beside the address and the administrator's {@code key-file}.
 *
 * @param publicUrl address that members open in their browser; null: the service's address
 * @param ssoBlockFolder CryptPad's {@code data/sso_block}, readable here, which says whose sign-in an account belongs
 *     to; null when it is not, and accounts are then proposed by address or claimed by their members
 * @param ssoProvider name of our identity provider in CryptPad's {@code config/sso.js}; null: whichever
 */
@ConfigurationProperties("portal.services.cryptpad")
record CryptPadProperties(
        @Nullable URI publicUrl,
        @Nullable Path ssoBlockFolder,
        @Nullable String ssoProvider) {}
