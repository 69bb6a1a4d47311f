package cloud.maidan.portal.members;

import cloud.maidan.portal.members.MemberSessions.Opening;
import cloud.maidan.portal.members.SignIns.Entered;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Component;

/** The provider vouches for somebody: they get a new session, never the one they came with. */
@Component
class SignInSuccess implements AuthenticationSuccessHandler {

    /** Session attribute: where to go on. */
    static final String RETURN = "portal.return";

    private final SignIns signIns;
    private final MemberSessions sessions;
    private final AccessTokens tokens;
    private final SignInFailure failure;

    SignInSuccess(SignIns signIns, MemberSessions sessions, AccessTokens tokens, SignInFailure failure) {
        this.signIns = signIns;
        this.sessions = sessions;
        this.tokens = tokens;
        this.failure = failure;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        SecurityContextHolder.clearContext();
        OidcUser user = (OidcUser) Objects.requireNonNull(authentication.getPrincipal());
        HttpSession before = request.getSession();
        String back = ReturnPath.safe((String) before.getAttribute(RETURN));
        boolean fresh = before.getAttribute(SignInRequests.FRESH) != null;
        Optional<SessionRow> known = leave(before);
        before.invalidate();

        if (fresh && known.isPresent() && !samePerson(known.get().member(), user)) {
            failure.refuse(SignInRefusal.somebodyElse(), request, response);
            return;
        }
        HttpSession session = request.getSession(true);
        Optional<Entered> entered =
                signIns.enter(person(user), opening(session, user, request, fresh), request.getLocale(), fresh);
        if (entered.isEmpty()) {
            session.invalidate();
            failure.refuse(SignInRefusal.notAMember(), request, response);
            return;
        }
        session.setAttribute(SessionContext.SIGN_IN, entered.get().signIn().toString());
        session.setAttribute(
                FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME,
                entered.get().member().toString());
        OAuth2AuthorizedClient passing = TokensInPassing.of(request);
        if (passing != null) {
            tokens.keep(entered.get().member(), passing.getAccessToken());
        }
        response.sendRedirect(request.getContextPath() + back);
    }

    private Optional<SessionRow> leave(HttpSession before) {
        if (!(before.getAttribute(SessionContext.SIGN_IN) instanceof String id)) {
            return Optional.empty();
        }
        java.util.UUID signIn = java.util.UUID.fromString(id);
        Optional<SessionRow> known = sessions.find(signIn);
        sessions.end(signIn);
        return known;
    }

    private static boolean samePerson(MemberRow member, OidcUser user) {
        return member.subject().equals(user.getSubject()) && member.issuer().equals(issuer(user));
    }

    private static Person person(OidcUser user) {
        return Person.of(issuer(user), Objects.requireNonNull(user.getSubject()), user.getClaims());
    }

    private static String issuer(OidcUser user) {
        return Objects.requireNonNull(user.getIssuer()).toString();
    }

    private static Opening opening(HttpSession session, OidcUser user, HttpServletRequest request, boolean fresh) {
        Instant authenticatedAt = user.getAuthenticatedAt();
        return new Opening(
                session.getId(),
                user.getIdToken().getClaimAsString("sid"),
                // unknown is never fresh
                authenticatedAt == null ? Instant.EPOCH : authenticatedAt,
                methods(user),
                Objects.requireNonNullElse(request.getHeader("User-Agent"), ""),
                user.getIdToken().getTokenValue(),
                refreshToken(request),
                fresh);
    }

    private static @Nullable List<String> methods(OidcUser user) {
        return user.getIdToken().getClaimAsStringList("amr");
    }

    private static @Nullable String refreshToken(HttpServletRequest request) {
        var tokens = TokensInPassing.of(request);
        var token = tokens == null ? null : tokens.getRefreshToken();
        return token == null ? null : token.getTokenValue();
    }
}
