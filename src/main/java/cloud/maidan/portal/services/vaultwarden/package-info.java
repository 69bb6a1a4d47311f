/** Vaultwarden's password vaults, as a connected service. */
@ApplicationModule(
        displayName = "services.vaultwarden",
        allowedDependencies = {"services", "services.http", "subject", "members"})
@NullMarked
package cloud.maidan.portal.services.vaultwarden;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
