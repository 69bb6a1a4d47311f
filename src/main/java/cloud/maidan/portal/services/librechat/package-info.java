/** LibreChat, our assistant, as a connected service: read from its database. */
@ApplicationModule(
        displayName = "services.librechat",
        allowedDependencies = {"services", "services.http", "subject", "members"})
@NullMarked
package cloud.maidan.portal.services.librechat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
