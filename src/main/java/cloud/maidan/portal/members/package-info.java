/** Who is signed in: OpenID Connect through Authentik, roles from groups, sessions, fresh sign-in, route guards. */
@ApplicationModule(
        displayName = "members",
        allowedDependencies = {"subject", "keys", "site"})
@NullMarked
package cloud.maidan.portal.members;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
