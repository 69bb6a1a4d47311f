package cloud.maidan.portal.connections;

import cloud.maidan.portal.services.ServiceId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was typed about one service.
 *
 * @param version counts the changes; 0 when nothing was ever typed
 * @param address null when none was typed
 * @param addressAt null with it
 */
record TypedService(
        ServiceId service,
        int version,
        @Nullable URI address,
        @Nullable Instant addressAt,
        List<Secret> secrets) {

    /**
     * A secret as it is stored: only {@code keys} can open it.
     *
     * @param previous the one in use before, until this one was seen to work; null when none is kept
     */
    record Secret(String name, byte[] sealed, Instant at, byte @Nullable [] previous) {}

    TypedService {
        secrets = List.copyOf(secrets);
    }

    static TypedService nothing(ServiceId service) {
        return new TypedService(service, 0, null, null, List.of());
    }

    Optional<Secret> secret(String name) {
        return secrets.stream().filter(secret -> secret.name().equals(name)).findFirst();
    }

    /** What a secret is sealed for: one moved to another row, or beside another address, does not open. */
    static String context(ServiceId service, String name, @Nullable URI address) {
        return "connections/" + service + "/" + name + "@" + (address == null ? "" : address);
    }

    String context(Secret secret) {
        return context(service, secret.name(), address);
    }
}
