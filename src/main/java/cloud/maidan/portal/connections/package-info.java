/** Where each service is and how we reach it: what a test of the connection found, and which settings of the service matter. */
@ApplicationModule(
        displayName = "connections",
        allowedDependencies = {"subject", "keys", "members", "services", "work", "site"})
@NullMarked
package cloud.maidan.portal.connections;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
