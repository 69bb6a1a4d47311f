/** Matrix on our Synapse homeserver, as a connected service. */
@ApplicationModule(
        displayName = "services.matrix",
        allowedDependencies = {"services", "services.http", "subject", "members"})
@NullMarked
package cloud.maidan.portal.services.matrix;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
