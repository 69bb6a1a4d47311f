/** Encrypts files under a passphrase in the age format (age-encryption.org/v1), from any chunk on. */
@ApplicationModule(
        displayName = "archive.age",
        allowedDependencies = {})
@NullMarked
package cloud.maidan.portal.archive.age;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
