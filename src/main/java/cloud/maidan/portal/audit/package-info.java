/** Append-only, tamper-evident record of what was done to whose data, and by whom. */
@ApplicationModule(
        displayName = "audit",
        allowedDependencies = {"subject", "keys", "members", "site"})
@NullMarked
package cloud.maidan.portal.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
