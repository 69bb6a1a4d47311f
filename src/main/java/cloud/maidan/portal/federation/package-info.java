/** Whom the community's services talk to: one policy, what it means for each service, and where a service differs from it. */
@ApplicationModule(
        displayName = "federation",
        allowedDependencies = {"subject", "members", "services", "audit", "mail", "work", "site"})
@NullMarked
package cloud.maidan.portal.federation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
