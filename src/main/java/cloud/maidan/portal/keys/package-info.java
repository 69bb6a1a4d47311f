/** Keeps keys and seals small secrets: envelope encryption, rotation, signing. */
@ApplicationModule(
        displayName = "keys",
        allowedDependencies = {"subject"})
@NullMarked
package cloud.maidan.portal.keys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
