/** What a connected service can do for a member (the port), account links, last known answers. */
@ApplicationModule(
        displayName = "services",
        allowedDependencies = {"subject", "keys", "members", "site", "work"})
@NullMarked
package cloud.maidan.portal.services;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
