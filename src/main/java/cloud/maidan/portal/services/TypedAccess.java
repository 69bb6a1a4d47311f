package cloud.maidan.portal.services;

import java.net.URI;
import java.util.Optional;

/** What somebody typed in the portal about a service: asked for what configuration and files leave open. */
public interface TypedAccess {

    /** Without a trailing slash; empty when nobody typed one. */
    Optional<URI> address(ServiceId service);

    /** Read anew for each use, as {@link ServiceAccess#secret}; empty when nobody typed one. */
    Optional<ServiceAccess.Secret> secret(ServiceId service, String name);
}
