/** The portal itself as a connected service: what its own modules hold about a member. */
@ApplicationModule(
        displayName = "services.portal",
        allowedDependencies = {"services", "subject", "members"})
@NullMarked
package cloud.maidan.portal.services.portal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
