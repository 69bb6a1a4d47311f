package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.MemberId;
import java.time.Instant;
import java.util.Set;

/**
 * Whoever sent the request, from the session: declare it as a parameter of a controller method.
 *
 * @param authenticatedAt the provider's {@code auth_time}
 */
public record SignedIn(MemberId id, String username, String displayName, Set<Role> roles, Instant authenticatedAt) {

    public SignedIn {
        roles = Set.copyOf(roles);
    }

    public boolean may(Permission permission) {
        return permission.of(roles);
    }
}
