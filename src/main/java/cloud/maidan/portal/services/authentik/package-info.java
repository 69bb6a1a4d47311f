/**
 * Authentik, our identity provider, as a connected service. It also tells members what lets them in there
 * ({@link cloud.maidan.portal.members.ProviderSessions}), and copies what happened to their account into the audit before
 * Authentik forgets it.
 */
@ApplicationModule(
        displayName = "services.authentik",
        allowedDependencies = {"services", "services.http", "subject", "members", "work"})
@NullMarked
package cloud.maidan.portal.services.authentik;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
