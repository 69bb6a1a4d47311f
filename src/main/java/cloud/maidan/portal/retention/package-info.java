/** How long each kind of data is kept: rules, what carrying them out would delete, and carrying out exactly that. */
@ApplicationModule(
        displayName = "retention",
        allowedDependencies = {"subject", "keys", "members", "services", "mail", "work", "site"})
@NullMarked
package cloud.maidan.portal.retention;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
