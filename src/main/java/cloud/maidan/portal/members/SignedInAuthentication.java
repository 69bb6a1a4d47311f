package cloud.maidan.portal.members;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** Whoever is signed in, read from the database for each request; never kept in a session. */
final class SignedInAuthentication extends AbstractAuthenticationToken {

    /** A smart card or a passkey is a second factor by itself; {@code mfa} is the provider's word that there was one. */
    private static final Set<String> STRONG = Set.of("mfa", "user", "sc");

    private final transient SessionRow session;

    SignedInAuthentication(SessionRow session) {
        super(session.member().roles().stream()
                .map(role -> new SimpleGrantedAuthority(role.authority()))
                .toList());
        this.session = session;
        setAuthenticated(true);
    }

    /** Null when nobody is signed in. */
    static @Nullable SignedInAuthentication current() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof SignedInAuthentication signedIn
                ? signedIn
                : null;
    }

    SessionRow session() {
        return session;
    }

    boolean multiFactor() {
        return session.methods().stream().anyMatch(STRONG::contains);
    }

    @Override
    public SignedIn getPrincipal() {
        return session.signedIn();
    }

    @Override
    public String getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return session.member().id().toString();
    }
}
