/** Encrypted, expiring, resumable archive that only its owner can download. */
@ApplicationModule(
        displayName = "archive",
        allowedDependencies = {"subject", "keys", "members", "services", "audit", "work", "site"})
@NullMarked
package cloud.maidan.portal.archive;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
