/** Turns a reviewed blueprint into a hardened running service, and looks at how hardened each container is. */
@ApplicationModule(
        displayName = "provisioning",
        allowedDependencies = {"subject", "members", "site", "docker", "blueprints", "services"})
@NullMarked
package cloud.maidan.portal.provisioning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
