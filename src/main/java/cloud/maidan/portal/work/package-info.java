/** Durable steps: leases, attempts, progress, what needs a person. */
@ApplicationModule(
        displayName = "work",
        allowedDependencies = {"subject", "members", "site"})
@NullMarked
package cloud.maidan.portal.work;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
