/** A member's rights under GDPR Art. 15–22: requests, the law's clocks over them, and what was said and done. */
@ApplicationModule(
        displayName = "rights",
        allowedDependencies = {"subject", "members", "services", "audit", "mail", "work", "site"})
@NullMarked
package cloud.maidan.portal.rights;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
