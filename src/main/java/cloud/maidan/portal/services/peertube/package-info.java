/** Videos, comments and channels on our PeerTube, as a connected service. */
@ApplicationModule(
        displayName = "services.peertube",
        allowedDependencies = {"services", "services.http", "subject", "members"})
@NullMarked
package cloud.maidan.portal.services.peertube;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
