/** Letters to members in their language. */
@ApplicationModule(
        displayName = "mail",
        allowedDependencies = {"subject", "keys", "members", "site", "work"})
@NullMarked
package cloud.maidan.portal.mail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
