package cloud.maidan.portal.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.util.UriComponentsBuilder;

@PortalTest
class ForgedTokenTests {

    private static final CrookedProvider PROVIDER = new CrookedProvider();

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @DynamicPropertySource
    static void provider(DynamicPropertyRegistry registry) {
        registry.add("portal.members.issuer", PROVIDER::issuer);
        registry.add("portal.members.client-secret", () -> CrookedProvider.SECRET);
    }

    @AfterAll
    static void stop() {
        PROVIDER.close();
    }

    @BeforeEach
    void beHonest() {
        PROVIDER.honest();
        jdbc.sql("delete from member").update();
    }

    @Test
    void anHonestTokenLetsSomebodyIn() {
        HttpResponse<String> answer = signIn();

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValue("http://localhost:" + port + "/me");
        assertThat(members()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void aForgedTokenLetsNobodyIn(Function<JWTClaimsSet.Builder, String> forgery) {
        PROVIDER.makeTokens(forgery);

        HttpResponse<String> answer = signIn();

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("could not be trusted");
        assertThat(members()).isZero();
    }

    static Stream<Arguments> forgeries() throws JOSEException {
        Clock clock = Clock.systemUTC();
        byte[] publicKey = PROVIDER.key.toRSAPublicKey().getEncoded();
        byte[] secret = CrookedProvider.SECRET.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                forgery("unsigned", claims -> CrookedProvider.unsigned(claims.build())),
                forgery(
                        "HMAC with the client secret",
                        claims -> CrookedProvider.hmac(claims.build(), secret, "the-key")),
                forgery(
                        "HMAC with the public key",
                        claims -> CrookedProvider.hmac(claims.build(), publicKey, "the-key")),
                forgery(
                        "another key under the same name",
                        claims -> CrookedProvider.signed(
                                claims.build(),
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("the-key")
                                        .build(),
                                PROVIDER.otherKey)),
                forgery(
                        "a key brought along",
                        claims -> CrookedProvider.signed(
                                claims.build(),
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("../../the-key' or '1'='1")
                                        .jwk(PROVIDER.otherKey.toPublicJWK())
                                        .build(),
                                PROVIDER.otherKey)),
                forgery(
                        "a key from elsewhere",
                        claims -> CrookedProvider.signed(
                                claims.build(),
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("the-key")
                                        .jwkURL(URI.create("http://127.0.0.1:1/jwks"))
                                        .build(),
                                PROVIDER.otherKey)),
                forgery(
                        "RS512",
                        claims -> CrookedProvider.signed(
                                claims.build(),
                                new JWSHeader.Builder(JWSAlgorithm.RS512)
                                        .keyID("the-key")
                                        .build(),
                                PROVIDER.key)),
                forgery("garbage", claims -> "not.a.token"),
                changed(
                        "expired",
                        claims ->
                                claims.expirationTime(Date.from(clock.instant().minusSeconds(300)))),
                changed("without an end", claims -> claims.expirationTime(null)),
                changed(
                        "issued in the future",
                        claims -> claims.issueTime(Date.from(clock.instant().plusSeconds(600)))),
                changed("for somebody else", claims -> claims.audience("another-client")),
                changed(
                        "for us and others, by somebody else's wish",
                        claims -> claims.audience(List.of("maidan", "another-client"))
                                .claim("azp", "another-client")),
                changed("foreign issuer", claims -> claims.issuer("http://127.0.0.1:1/o/maidan/")),
                changed(
                        "issuer without its slash",
                        claims -> claims.issuer(
                                PROVIDER.issuer().substring(0, PROVIDER.issuer().length() - 1))),
                changed("without nonce", claims -> claims.claim("nonce", null)),
                changed("nonce of another sign-in", claims -> claims.claim("nonce", "another")),
                changed("without subject", claims -> claims.subject(null)));
    }

    @Test
    void userInfoAboutSomebodyElseLetsNobodyIn() {
        PROVIDER.sayUserInfoIsAbout("alice");

        assertThat(signIn().statusCode()).isEqualTo(401);
        assertThat(members()).isZero();
    }

    @Test
    void aProviderThatFailsHalfwayIsAnOutageNotARefusal() {
        PROVIDER.goDown();

        HttpResponse<String> answer = signIn();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("does not answer");
    }

    @Test
    void anAnswerIsTakenOnceAndOnlyByTheBrowserThatAsked() {
        Browser browser = Browser.on(port);
        String callback = callback(browser);
        int asked = PROVIDER.tokenRequests.get();

        HttpResponse<String> stranger = Browser.on(port).get(callback);
        HttpResponse<String> first = browser.get(callback);
        HttpResponse<String> second = browser.get(callback);

        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(first.statusCode()).isEqualTo(302);
        assertThat(second.statusCode()).isEqualTo(401);
        assertThat(PROVIDER.tokenRequests.get() - asked).isEqualTo(1);
    }

    @Test
    void anAnswerWithAnotherStateIsRefused() {
        Browser browser = Browser.on(port);
        callback(browser);

        assertThat(browser.get("/login/oauth2/code/authentik?code=c&state=forged")
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example",
                "/%0d%0aSet-Cookie:x=y\r\n",
                "javascript:alert(1)",
                "/login?return=/me",
                "/../\t/evil",
                "\\\\evil.example"
            })
    void nobodyIsLedAwayAfterSigningIn(String address) {
        Browser browser = Browser.on(port);

        HttpResponse<String> answer = browser.get(callback(browser, Optional.of(address)));

        assertThat(answer.headers().firstValue("Location")).hasValue("http://localhost:" + port + "/me");
    }

    private HttpResponse<String> signIn() {
        Browser browser = Browser.on(port);
        return browser.get(callback(browser));
    }

    private static String callback(Browser browser) {
        return callback(browser, Optional.empty());
    }

    /** Where the provider would send the browser back to. */
    private static String callback(Browser browser, Optional<String> back) {
        browser.get(back.map(path -> "/login?return=" + java.net.URLEncoder.encode(path, StandardCharsets.UTF_8))
                .orElse("/login"));
        var asked = UriComponentsBuilder.fromUriString(browser.get("/oauth2/authorization/authentik")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .build()
                .getQueryParams();
        assertThat(asked.getFirst("code_challenge_method")).isEqualTo("S256");
        PROVIDER.expectNonce(String.valueOf(asked.getFirst("nonce")));
        return "/login/oauth2/code/authentik?code=c&state=" + asked.getFirst("state");
    }

    private long members() {
        return jdbc.sql("select count(*) from member").query(Long.class).single();
    }

    private static Arguments forgery(String name, Function<JWTClaimsSet.Builder, String> forgery) {
        return argumentSet(name, forgery);
    }

    private static Arguments changed(String name, Function<JWTClaimsSet.Builder, JWTClaimsSet.Builder> change) {
        return argumentSet(name, (Function<JWTClaimsSet.Builder, String>)
                claims -> PROVIDER.signed(change.apply(claims).build()));
    }
}
