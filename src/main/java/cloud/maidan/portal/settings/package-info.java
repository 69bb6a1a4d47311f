/** A member's privacy settings across services: read, changed after a preview, and undone. */
@ApplicationModule(
        displayName = "settings",
        allowedDependencies = {"subject", "members", "services", "audit", "work", "site"})
@NullMarked
package cloud.maidan.portal.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
