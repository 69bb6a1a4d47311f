/** Looks at how hardened each container of the engine is, and says what to change. */
@ApplicationModule(
        displayName = "provisioning",
        allowedDependencies = {"subject", "members", "site", "docker"})
@NullMarked
package cloud.maidan.portal.provisioning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
