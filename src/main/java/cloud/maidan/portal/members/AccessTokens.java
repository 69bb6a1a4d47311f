package cloud.maidan.portal.members;

import cloud.maidan.portal.members.MemberSessions.Check;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.stereotype.Component;

/** Access tokens of members who are signed in, in memory only; sealed refresh tokens bring new ones. */
@Component
class AccessTokens implements MemberTokens {

    private static final Duration SPARE = Duration.ofSeconds(30);
    private static final Duration UNSAID_LIFE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    private final Provider provider;
    private final OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> refreshing;
    private final MemberSessions sessions;
    private final Clock clock;
    private final Map<MemberId, ReentrantLock> asking = new ConcurrentHashMap<>();
    private final Map<MemberId, AccessToken> kept = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MemberId, AccessToken> eldest) {
            return size() > MOST;
        }
    });

    AccessTokens(
            Provider provider,
            OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> refreshing,
            MemberSessions sessions,
            Clock clock) {
        this.provider = provider;
        this.refreshing = refreshing;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Optional<AccessToken> accessToken(MemberId member) {
        List<UUID> signIns = sessions.signInsOf(member);
        if (signIns.isEmpty()) {
            kept.remove(member);
            return Optional.empty();
        }
        Optional<AccessToken> known = fresh(member);
        return known.isPresent() ? known : fetchedOnce(member, signIns);
    }

    /** Trades a refresh token for new tokens. */
    OAuth2AccessTokenResponse refresh(String refreshToken) {
        Instant now = clock.instant();
        // the old access token is not needed, and the request wants one only for its scopes
        var none = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "none", now.minusSeconds(2), now);
        return refreshing.getTokenResponse(new OAuth2RefreshTokenGrantRequest(
                provider.registration(), none, new OAuth2RefreshToken(refreshToken, null)));
    }

    void keep(MemberId member, OAuth2AccessToken token) {
        Instant until = token.getExpiresAt();
        kept.put(
                member,
                new AccessToken(
                        token.getTokenValue(), until == null ? clock.instant().plus(UNSAID_LIFE) : until));
    }

    private Optional<AccessToken> fresh(MemberId member) {
        return Optional.ofNullable(kept.get(member))
                .filter(token -> token.expiresAt().isAfter(clock.instant().plus(SPARE)));
    }

    /** Of several askers at once one fetches; the others take what it got. */
    private Optional<AccessToken> fetchedOnce(MemberId member, List<UUID> signIns) {
        ReentrantLock mine = asking.computeIfAbsent(member, key -> new ReentrantLock());
        mine.lock();
        try {
            Optional<AccessToken> known = fresh(member);
            return known.isPresent() ? known : fetched(member, signIns);
        } finally {
            asking.remove(member, mine);
            mine.unlock();
        }
    }

    private Optional<AccessToken> fetched(MemberId member, List<UUID> signIns) {
        AuthenticationException silence = null;
        for (UUID signIn : signIns) {
            Optional<Check> claimed = claimed(signIn);
            String refreshToken = claimed.map(Check::refreshToken).orElse(null);
            try {
                if (refreshToken != null) {
                    OAuth2AccessTokenResponse answer = refresh(refreshToken);
                    sessions.refreshed(signIn, value(answer.getRefreshToken()));
                    keep(member, answer.getAccessToken());
                }
            } catch (OAuth2AuthorizationException e) {
                // this sign-in is over, or the provider ails: its next check finds out and ends it
            } catch (AuthenticationException e) {
                silence = e;
            }
            Optional<AccessToken> got = fresh(member);
            if (got.isPresent()) {
                return got;
            }
        }
        if (silence != null) {
            throw new Unavailable(silence);
        }
        return Optional.empty();
    }

    /** A refresh token is used once, so nobody else may use it meanwhile; a check that runs brings a token by itself. */
    private Optional<Check> claimed(UUID signIn) {
        Instant givingUp = clock.instant().plus(PATIENCE);
        Optional<Check> claimed = sessions.claim(signIn, Instant.now(clock).plus(SPARE));
        while (claimed.isEmpty() && clock.instant().isBefore(givingUp) && sessions.beingChecked(signIn)) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            claimed = sessions.claim(signIn, Instant.now(clock).plus(SPARE));
        }
        return claimed;
    }

    private static @Nullable String value(@Nullable OAuth2RefreshToken token) {
        return token == null ? null : token.getTokenValue();
    }
}
