/** Files, calendars and contacts on our Nextcloud, as a connected service. */
@ApplicationModule(
        displayName = "services.nextcloud",
        allowedDependencies = {"services", "services.http", "subject", "members"})
@NullMarked
package cloud.maidan.portal.services.nextcloud;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
