/** CryptPad's encrypted documents, as a connected service. */
@ApplicationModule(
        displayName = "services.cryptpad",
        allowedDependencies = {"services", "services.http", "subject", "members"})
@NullMarked
package cloud.maidan.portal.services.cryptpad;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
