/** A member's first page, the services' pages, and the public home page. */
@ApplicationModule(
        displayName = "dashboard",
        allowedDependencies = {"subject", "members", "site", "services", "work", "requests", "archive", "federation"})
@NullMarked
package cloud.maidan.portal.dashboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
