package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.ServiceAccess.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How we identify ourselves to a service: the value of the header {@code Authorization}, made anew for each call. */
@FunctionalInterface
public interface Authorization {

    Optional<String> header();

    static Authorization none() {
        return Optional::empty;
    }

    static Authorization bearer(Secret token) {
        return () -> Optional.of("Bearer " + token.read());
    }

    static Authorization basic(String user, Secret password) {
        return () -> Optional.of("Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password.read()).getBytes(StandardCharsets.UTF_8)));
    }
}
