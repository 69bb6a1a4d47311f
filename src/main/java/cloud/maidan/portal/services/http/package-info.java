/** One bounded HTTP client: time, size, redirects, Retry-After, faults. */
@ApplicationModule(
        displayName = "services.http",
        allowedDependencies = {"services"})
@NullMarked
package cloud.maidan.portal.services.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
