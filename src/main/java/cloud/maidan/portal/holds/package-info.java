/** Legal holds: single items that are kept from erasure and deletion, on which ground, by whom, and until which review. */
@ApplicationModule(
        displayName = "holds",
        allowedDependencies = {"subject", "members", "services", "audit", "mail", "work", "site"})
@NullMarked
package cloud.maidan.portal.holds;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
