package cloud.maidan.portal.members;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.provider.DemoProvider;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.TestProvider;
import cloud.maidan.portal.members.MemberTokens.AccessToken;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

@PortalTest
class AccessTokensTests {

    @LocalServerPort
    int port;

    @Autowired
    AccessTokens tokens;

    @Autowired
    Provider provider;

    @Autowired
    OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> refreshing;

    @Autowired
    MemberSessions sessions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    private final DemoProvider demo = TestProvider.provider();

    @BeforeEach
    void nobodyIsSignedIn() {
        jdbc.sql("delete from member_session").update();
    }

    @Test
    void whoIsSignedInNowhereHasNoToken() {
        assertThat(tokens.accessToken(MemberId.random())).isEmpty();

        Browser.on(port).signIn(DemoAccount.MEMBER);
        assertThat(tokens.accessToken(member())).isPresent();
        sessions.endAll(member());

        assertThat(tokens.accessToken(member())).isEmpty();
    }

    @Test
    void theTokenOfTheSignInServesWithoutAskingTheProvider() {
        Browser.on(port).signIn(DemoAccount.MEMBER);
        int before = demo.refreshes();

        AccessToken token = tokens.accessToken(member()).orElseThrow();

        assertThat(token.value()).isNotBlank();
        assertThat(token.toString()).doesNotContain(token.value());
        assertThat(token.expiresAt()).isAfter(clock.instant());
        assertThat(demo.refreshes()).isEqualTo(before);
    }

    @Test
    void ofManyAskersOneRefreshesAndTheSessionGoesOn() throws Exception {
        Browser browser = Browser.on(port).signIn(DemoAccount.MEMBER);
        AccessTokens elsewhere = new AccessTokens(provider, refreshing, sessions, clock);
        int before = demo.refreshes();

        List<Future<Optional<AccessToken>>> got;
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<Optional<AccessToken>> asking = () -> elsewhere.accessToken(member());
            got = threads.invokeAll(Collections.nCopies(8, asking));
        }

        assertThat(got.stream()
                        .map(Future::resultNow)
                        .map(Optional::orElseThrow)
                        .distinct())
                .hasSize(1);
        assertThat(demo.refreshes()).isEqualTo(before + 1);
        assertThat(browser.get("/me").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenAboutToExpireIsReplacedAndTheNewRefreshTokenKept() {
        Browser.on(port).signIn(DemoAccount.MEMBER);
        AccessTokens elsewhere = new AccessTokens(provider, refreshing, sessions, clock);
        elsewhere.keep(
                member(),
                new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER,
                        "nearly over",
                        clock.instant().minusSeconds(300),
                        clock.instant().plusSeconds(20)));

        AccessToken second = elsewhere.accessToken(member()).orElseThrow();
        AccessToken third = new AccessTokens(provider, refreshing, sessions, clock)
                .accessToken(member())
                .orElseThrow();

        assertThat(List.of("nearly over", second.value(), third.value())).doesNotHaveDuplicates();
    }

    private MemberId member() {
        return new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(DemoAccount.MEMBER.subject())
                .query(UUID.class)
                .single());
    }
}
