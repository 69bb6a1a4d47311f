/** Page frame, navigation, messages, error pages, formatting, security headers. */
@ApplicationModule(
        displayName = "site",
        allowedDependencies = {"subject"})
@NullMarked
package cloud.maidan.portal.site;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
