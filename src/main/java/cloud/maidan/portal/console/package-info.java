/** Members as administrators and privacy officers see them: looking needs a reason, and the member sees who looked and why. */
@ApplicationModule(
        displayName = "console",
        allowedDependencies = {"subject", "members", "services", "work", "site"})
@NullMarked
package cloud.maidan.portal.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
