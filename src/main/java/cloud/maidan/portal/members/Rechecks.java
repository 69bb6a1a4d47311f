package cloud.maidan.portal.members;

import cloud.maidan.portal.members.AccessEvent.ProviderEndedSessions;
import cloud.maidan.portal.members.MemberSessions.Check;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.stereotype.Component;

/** Asks the provider now and then whether a member still is one, and in which groups. */
@Component
class Rechecks {

    private static final Logger LOG = LoggerFactory.getLogger(Rechecks.class);

    private final Provider provider;
    private final AccessTokens tokens;
    private final MemberSessions sessions;
    private final MemberRows members;
    private final SignIns signIns;
    private final MembersProperties properties;
    private final Clock clock;

    Rechecks(
            Provider provider,
            AccessTokens tokens,
            MemberSessions sessions,
            MemberRows members,
            SignIns signIns,
            MembersProperties properties,
            Clock clock) {
        this.provider = provider;
        this.tokens = tokens;
        this.sessions = sessions;
        this.members = members;
        this.signIns = signIns;
        this.properties = properties;
        this.clock = clock;
    }

    sealed interface Outcome {}

    /** The session goes on, with these roles. */
    record Fine(Set<Role> roles) implements Outcome {}

    record Ended() implements Outcome {}

    /** Asks when it is time to; of several requests at once only one asks, and the others go on with what is known. */
    Outcome recheck(SessionRow session) {
        Instant due = session.checkedAt().plus(properties.recheck());
        if (clock.instant().isBefore(due)) {
            return new Fine(session.member().roles());
        }
        Optional<Check> check = sessions.claim(session.id(), clock.instant().minus(properties.recheck()));
        return check.isPresent() ? ask(session, check.get()) : withinGrace(session);
    }

    private Outcome ask(SessionRow session, Check check) {
        String refreshToken = check.refreshToken();
        if (refreshToken == null) {
            return withinGrace(session);
        }
        try {
            ClientRegistration registration = provider.registration();
            OAuth2AccessTokenResponse answer = tokens.refresh(refreshToken);
            sessions.checked(session.id(), tokenValue(answer.getRefreshToken()));
            tokens.keep(session.member().id(), answer.getAccessToken());
            Map<String, Object> claims = claims(registration, answer.getAccessToken());
            if (!session.member().subject().equals(claims.get("sub"))) {
                return end(session, "other subject");
            }
            Person person =
                    Person.of(session.member().issuer(), session.member().subject(), claims);
            if (!signIns.update(session.member(), person)) {
                sessions.endAll(session.member().id());
                return end(session, "no longer a member");
            }
            return new Fine(roles(session.member().id()));
        } catch (OAuth2AuthorizationException e) {
            String code = e.getError().getErrorCode();
            if (code.equals("invalid_grant")) {
                return end(session, "refused by the provider");
            }
            LOG.warn("The provider did not confirm session {}: {}", session.id(), code);
            return withinGrace(session);
        } catch (AuthenticationException e) {
            LOG.warn(
                    "The provider did not confirm session {}: {}",
                    session.id(),
                    e.getClass().getSimpleName());
            return withinGrace(session);
        }
    }

    private Map<String, Object> claims(ClientRegistration registration, OAuth2AccessToken token) {
        var service = new DefaultOAuth2UserService();
        service.setRestOperations(provider.claims());
        return service.loadUser(new OAuth2UserRequest(registration, token)).getAttributes();
    }

    private Outcome withinGrace(SessionRow session) {
        return clock.instant().isBefore(session.checkedAt().plus(properties.recheckGrace()))
                ? new Fine(session.member().roles())
                : end(session, "not confirmed for too long");
    }

    private Outcome end(SessionRow session, String reason) {
        sessions.end(session.id());
        signIns.note(new ProviderEndedSessions(session.member().id(), reason, 1));
        return new Ended();
    }

    private Set<Role> roles(MemberId id) {
        return members.row(id).map(MemberRow::roles).orElse(Set.of());
    }

    private static @org.jspecify.annotations.Nullable String tokenValue(
            @org.jspecify.annotations.Nullable OAuth2RefreshToken token) {
        return token == null ? null : token.getTokenValue();
    }
}
