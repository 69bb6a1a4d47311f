package cloud.maidan.portal.members;

import cloud.maidan.portal.members.AccessEvent.LogoutTokenRefused;
import cloud.maidan.portal.members.AccessEvent.ProviderEndedSessions;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes the provider's logout tokens: each must be genuine, recent and new, and ends the sessions it names. */
@Component
class LogoutTokens {

    private static final Logger LOG = LoggerFactory.getLogger(LogoutTokens.class);
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Duration OLDEST = Duration.ofMinutes(10);
    private static final int LONGEST = 8000;

    private final Provider provider;
    private final MemberSessions sessions;
    private final MembersProperties properties;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final AtomicReference<@Nullable NimbusJwtDecoder> decoder = new AtomicReference<>();

    LogoutTokens(
            Provider provider,
            MemberSessions sessions,
            MembersProperties properties,
            ApplicationEventPublisher events,
            Clock clock) {
        this.provider = provider;
        this.sessions = sessions;
        this.properties = properties;
        this.events = events;
        this.clock = clock;
    }

    sealed interface Outcome {}

    record Taken() implements Outcome {}

    record Refused(String reason) implements Outcome {}

    /** We could not check the token because the provider's keys are out of reach. */
    record AskAgain() implements Outcome {}

    @Transactional
    public Outcome take(String token) {
        if (token.isEmpty() || token.length() > LONGEST) {
            return refuse("no logout token");
        }
        try {
            return take(decoder().decode(token));
        } catch (BadJwtException e) {
            LOG.debug("Undecodable logout token", e);
            return refuse("not a logout token of this provider");
        } catch (JwtException | ProviderUnavailable e) {
            return new AskAgain();
        }
    }

    private Outcome take(Jwt token) {
        Optional<String> fault = fault(token);
        if (fault.isPresent()) {
            return refuse(fault.get());
        }
        if (!sessions.firstUse(String.valueOf(token.getId()), clock.instant().plus(OLDEST.multipliedBy(2)))) {
            return refuse("seen before");
        }
        String sid = token.getClaimAsString("sid");
        Optional<MemberId> member = sessions.ownerOf(String.valueOf(properties.issuer()), token.getSubject(), sid);
        member.ifPresent(id -> {
            int ended = sid == null ? sessions.endAll(id) : sessions.endAtProvider(id, sid);
            events.publishEvent(new ProviderEndedSessions(id, "logout token", ended));
        });
        return new Taken();
    }

    /** Section 2.6 of the specification, step by step; empty when all is well. */
    private Optional<String> fault(Jwt token) {
        ClientRegistration registration = provider.registration();
        Instant now = clock.instant();
        Instant issuedAt = token.getIssuedAt();
        Instant expiresAt = token.getExpiresAt();
        if (!String.valueOf(properties.issuer()).equals(token.getClaimAsString("iss"))) {
            return Optional.of("another issuer");
        }
        if (token.getAudience() == null || !token.getAudience().contains(registration.getClientId())) {
            return Optional.of("for somebody else");
        }
        if (issuedAt == null
                || issuedAt.isAfter(now.plus(properties.clockSkew()))
                || issuedAt.isBefore(now.minus(OLDEST))) {
            return Optional.of("not issued now");
        }
        if (expiresAt != null && expiresAt.isBefore(now.minus(properties.clockSkew()))) {
            return Optional.of("expired");
        }
        if (!(token.getClaim("events") instanceof Map<?, ?> map) || !(map.get(EVENT) instanceof Map<?, ?>)) {
            return Optional.of("not about signing out");
        }
        if (token.getSubject() == null && token.getClaim("sid") == null) {
            return Optional.of("about nobody");
        }
        if (token.hasClaim("nonce")) {
            return Optional.of("looks like an identity token");
        }
        return token.getId() == null || token.getId().isBlank() || token.getId().length() > 200
                ? Optional.of("without a number of its own")
                : Optional.empty();
    }

    private Outcome refuse(String reason) {
        LOG.warn("A logout token was refused: {}", reason);
        events.publishEvent(new LogoutTokenRefused(reason));
        return new Refused(reason);
    }

    private NimbusJwtDecoder decoder() {
        NimbusJwtDecoder known = decoder.get();
        if (known != null) {
            return known;
        }
        NimbusJwtDecoder made = provider.signatures()
                .validateType(false)
                .jwtProcessorCustomizer(
                        it -> it.setJWSTypeVerifier(new com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier<>(
                                new com.nimbusds.jose.JOSEObjectType("logout+jwt"))))
                .build();
        made.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
        decoder.set(made);
        return made;
    }
}
