package cloud.maidan.portal.members;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * Finds out who sent a request. The session holds nothing but the id of a sign-in; who that is and what they may do is
 * read anew each time, so that an ended sign-in or a lost role counts from the next request on, on every node.
 */
@Component
class SessionContext implements SecurityContextRepository {

    static final String SIGN_IN = "portal.sign-in";

    private static final String LOADED = SessionContext.class.getName();

    private final MemberSessions sessions;
    private final MembersProperties properties;
    private final Clock clock;

    SessionContext(MemberSessions sessions, MembersProperties properties, Clock clock) {
        this.sessions = sessions;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        HttpServletRequest request = holder.getRequest();
        if (request.getAttribute(LOADED) instanceof SecurityContext known) {
            return known;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        load(request).ifPresent(session -> context.setAuthentication(new SignedInAuthentication(session)));
        request.setAttribute(LOADED, context);
        return context;
    }

    /** Nothing to save: {@link SignInSuccess} notes the sign-in itself. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return signIn(request) != null;
    }

    private Optional<SessionRow> load(HttpServletRequest request) {
        UUID id = signIn(request);
        if (id == null) {
            return Optional.empty();
        }
        Optional<SessionRow> session = find(request, id);
        if (session.isPresent()
                && clock.instant().isAfter(session.get().signedInAt().plus(properties.sessionLength()))) {
            sessions.end(id);
            return Optional.empty();
        }
        return session;
    }

    /** Read along with the session, unless the session began only now. */
    private Optional<SessionRow> find(HttpServletRequest request, UUID id) {
        HttpSession session = request.getSession(false);
        return session != null
                        && session.getAttribute(WebSession.SIGN_IN) instanceof SessionRow row
                        && row.id().equals(id)
                ? Optional.of(row)
                : sessions.find(id);
    }

    private static @Nullable UUID signIn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(SIGN_IN) instanceof String id ? UUID.fromString(id) : null;
    }
}
