package cloud.maidan.portal.services;

import java.net.URI;
import java.util.Optional;

/**
 * Where a service is and with what we identify ourselves there: {@code portal.services.<name>.url} and
 * {@code portal.services.<name>.<secret>-file}, or what was typed in the portal. An adapter is configured when what it
 * needs is there; both may change while we run, so neither is kept.
 */
public interface ServiceAccess {

    /** The service's address without a trailing slash; empty when the service is not connected. */
    Optional<URI> address(ServiceId service);

    /** A secret that we were given for the service, such as {@code token}; empty when there is none. */
    Optional<Secret> secret(ServiceId service, String name);

    /**
     * What belongs to a secret and is none, such as {@code user}; empty when nobody configured or typed it.
     *
     * @throws ServiceFault {@link Fault#REFUSED} when it cannot be read
     */
    default Optional<String> word(ServiceId service, String name) {
        return Optional.empty();
    }

    /** Something that must not be shown; read anew for each use, so that it can be replaced while we run. */
    @FunctionalInterface
    interface Secret {

        /** @throws ServiceFault {@link Fault#REFUSED} when it cannot be read */
        String read();
    }
}
