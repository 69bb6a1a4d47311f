/** Accounts in services whose owner the identity provider no longer knows: found once a week, listed for those who care. */
@ApplicationModule(
        displayName = "orphans",
        allowedDependencies = {"subject", "members", "services", "work", "site"})
@NullMarked
package cloud.maidan.portal.orphans;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
