package cloud.maidan.portal.members;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.provider.DemoProvider;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.TestProvider;
import cloud.maidan.portal.keys.Seals;
import cloud.maidan.portal.keys.Successor;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;

@PortalTest
@Import({SessionTests.Doors.class, SessionTests.Undeclared.class})
class SessionTests {

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    private final DemoProvider provider = TestProvider.provider();

    @Members
    @Controller
    static class Doors {

        @FreshSignIn
        @GetMapping("/me/doors/fresh")
        @ResponseBody
        String open() {
            return "open";
        }

        @FreshSignIn
        @PostMapping("/me/doors/fresh")
        @ResponseBody
        String act() {
            return "done";
        }

        @GetMapping("/me/doors/who")
        @ResponseBody
        String who(SignedIn member) {
            return member.username() + " " + member.roles().stream().sorted().toList();
        }
    }

    @Controller
    static class Undeclared {

        @GetMapping("/undeclared")
        @ResponseBody
        String open() {
            return "open";
        }
    }

    @Test
    void aRouteThatDeclaresNobodyLetsNobodyIn() {
        assertThat(Browser.on(port).get("/undeclared").statusCode()).isEqualTo(404);
        assertThat(Browser.on(port).signIn(DemoAccount.ADMIN).get("/undeclared").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AAAA", "", "JyBvciAnMSc9JzE", "%00", "////", "MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw"
            })
    void aCookieThatIsNoSessionIsAsGoodAsNone(String value) {
        HttpResponse<String> answer = Browser.on(port).get("/signed-out", "Cookie", "PORTAL_SESSION=" + value);

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aSessionIdOfSomebodyElsesChoiceIsNotAccepted() {
        String chosen = Base64.getEncoder()
                .encodeToString(UUID.randomUUID().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));

        HttpResponse<String> answer = Browser.on(port).get("/login", "Cookie", "PORTAL_SESSION=" + chosen);

        assertThat(answer.headers().firstValue("Set-Cookie"))
                .isPresent()
                .get()
                .asString()
                .doesNotContain(chosen);
    }

    @Test
    void lookingAtPublicPagesSetsNoCookie() {
        for (String path : List.of("/signed-out", "/about/privacy", "/me/sessions", "/no-such-page")) {
            assertThat(Browser.on(port).get(path).headers().allValues("Set-Cookie"))
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void nobodyWhoIsSignedInIsToldOtherwise() {
        HttpResponse<String> answer =
                Browser.on(port).signIn(DemoAccount.MEMBER).get("/signed-out");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/me"));
    }

    @Test
    void theCookieIsForThisHostAlone() {
        HttpResponse<String> plain = Browser.on(port).get("/login");
        HttpResponse<String> secure = Browser.on(port).get("/login", "X-Forwarded-Proto", "https");

        assertThat(plain.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("PORTAL_SESSION=")
                .contains("; Path=/;", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Secure", "Domain");
        assertThat(secure.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("__Host-PORTAL_SESSION=")
                .contains("; Path=/;", "HttpOnly", "SameSite=Lax", "Secure")
                .doesNotContain("Domain");
    }

    @Test
    void sessionsHoldJsonAndRefreshTokensAreSealed() {
        Browser.on(port).signIn(DemoAccount.MEMBER);

        List<String> attributes = jdbc.sql(
                        "select convert_from(attribute_bytes, 'UTF8') from spring_session_attributes")
                .query((row, number) -> row.getString(1))
                .list();
        List<byte[]> tokens = jdbc.sql("select refresh_token from member_session")
                .query((row, number) -> row.getBytes(1))
                .list();

        assertThat(attributes).isNotEmpty().allMatch(it -> it.startsWith("\"") || it.startsWith("{"));
        assertThat(tokens).isNotEmpty().allMatch(token -> token != null && token.length > 40);
    }

    @Test
    void aMemberEndsTheirOtherSessionsAndNobodyElses() {
        Browser here = Browser.on(port).signIn(DemoAccount.OFFICER);
        Browser there = Browser.on(port)
                .calledItself("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1")
                .signIn(DemoAccount.OFFICER);
        Browser stranger = Browser.on(port).signIn(DemoAccount.AUDITOR);
        assertThat(here.get("/me/sessions").body()).contains("Safari on iPhone", "Firefox on Linux", "This session");

        String strangers = sessionsOf(DemoAccount.AUDITOR).getLast();
        assertThat(here.post("/me/sessions/" + strangers + "/end", Map.of()).statusCode())
                .isEqualTo(404);
        here.get("/me/sessions");
        assertThat(here.post("/me/sessions/end-others", Map.of()).statusCode()).isEqualTo(302);

        assertThat(here.get("/me/sessions").statusCode()).isEqualTo(200);
        assertThat(there.get("/me/sessions").statusCode()).isEqualTo(302);
        assertThat(stranger.get("/me/sessions").statusCode()).isEqualTo(200);
    }

    @Test
    void preferencesCountFromTheNextPageOn() {
        Browser browser = Browser.on(port).signIn(DemoAccount.MODERATOR);
        browser.get("/me/preferences");

        HttpResponse<String> faulty =
                browser.post("/me/preferences", Map.of("language", "tlh", "theme", "pink", "zone", "Moon/Base"));
        HttpResponse<String> saved = browser.follow(
                browser.post("/me/preferences", Map.of("language", "de", "theme", "dark", "zone", "Europe/Kyiv")));
        browser.get("/me/preferences");
        browser.post("/me/preferences", Map.of("language", "en", "theme", "system", "zone", "UTC"));

        assertThat(faulty.statusCode()).isEqualTo(200);
        assertThat(faulty.body()).contains("Nothing was saved");
        assertThat(saved.body()).contains("lang=\"de\"", "data-theme=\"dark\"", "Deine Einstellungen sind gespeichert");
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        Browser browser = Browser.on(port).signIn(DemoAccount.MODERATOR);

        HttpResponse<String> answer = browser.withoutToken().post("/me/preferences", Map.of("language", "de"));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void aFormSentAfterTheSessionEndedLeadsToSigningInAndBackToItsPage() {
        HttpResponse<String> answer = Browser.on(port)
                .post(
                        "/me/preferences",
                        Map.of(),
                        Map.of("Referer", "http://localhost:" + port + "/me/preferences?from=form"));

        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .endsWith("/login?return=%2Fme%2Fpreferences%3Ffrom%3Dform");
    }

    @Test
    void anOldSignInIsRenewedAtTheProviderAndTheWayLeadsBack() {
        Browser browser = Browser.on(port).signIn(DemoAccount.ADMIN);
        assertThat(browser.get("/me/doors/fresh").body()).isEqualTo("open");
        makeOld(DemoAccount.ADMIN);

        HttpResponse<String> sentAway = browser.get("/me/doors/fresh");
        browser.get("/me/preferences");
        HttpResponse<String> form = browser.post(
                "/me/doors/fresh", Map.of(), Map.of("Referer", "http://localhost:" + port + "/me/doors/who"));
        HttpResponse<String> back = browser.enter(DemoAccount.ADMIN, "/me/doors/fresh");

        assertThat(sentAway.headers().firstValue("Location").orElseThrow()).contains("fresh=5");
        assertThat(form.headers().firstValue("Location").orElseThrow())
                .endsWith("/login?return=%2Fme%2Fdoors%2Fwho&fresh=5");
        assertThat(back.body()).isEqualTo("open");
    }

    @Test
    void somebodyElseCannotRenewASignIn() {
        Browser browser = Browser.on(port).signIn(DemoAccount.ADMIN);
        makeOld(DemoAccount.ADMIN);

        HttpResponse<String> answer = browser.enter(DemoAccount.AUDITOR, "/me/doors/fresh");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Somebody else signed in");
        assertThat(browser.get("/me/sessions").statusCode()).isEqualTo(302);
    }

    @Test
    void lostRolesAndLostMembershipCountWithinTheInterval() {
        Browser browser = Browser.on(port).signIn(DemoAccount.MODERATOR);
        assertThat(browser.get("/me/doors/who").body()).isEqualTo("moderator [MEMBER, MODERATOR]");
        try {
            provider.changeGroups(DemoAccount.MODERATOR, List.of("maidan-members"));
            makeDue(DemoAccount.MODERATOR);
            browser.get("/me/doors/who");
            assertThat(browser.get("/me/doors/who").body()).isEqualTo("moderator [MEMBER]");

            provider.changeGroups(DemoAccount.MODERATOR, List.of());
            makeDue(DemoAccount.MODERATOR);
            assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(302);
            assertThat(sessionsOf(DemoAccount.MODERATOR)).isEmpty();
        } finally {
            provider.restoreGroups(DemoAccount.MODERATOR);
        }
    }

    @Test
    void deactivationAtTheProviderEndsTheSession() {
        Browser browser = Browser.on(port).signIn(DemoAccount.OFFICER);
        try {
            provider.deactivate(DemoAccount.OFFICER);
            makeDue(DemoAccount.OFFICER);

            assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(302);
            assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(302);
        } finally {
            provider.reactivate(DemoAccount.OFFICER);
        }
    }

    @Test
    void aProviderThatIsAwayIsWaitedForFromCheckToCheckUntilTheGraceIsOver() {
        Browser browser = Browser.on(port).signIn(DemoAccount.OFFICER);
        Browser other = Browser.on(port).signIn(DemoAccount.AUDITOR);
        String session = sessionsOf(DemoAccount.OFFICER).getLast();
        provider.goAway(true);
        try {
            makeDue(DemoAccount.OFFICER);
            assertThat(browser.get("/me/doors/who").body()).isEqualTo("officer [MEMBER, OFFICER]");
            assertThat(browser.get("/me/doors/who").statusCode())
                    .as("asked already")
                    .isEqualTo(200);

            checkedBefore(DemoAccount.OFFICER, 59);
            assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(200);

            checkedBefore(DemoAccount.OFFICER, 61);
            assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(302);
            assertThat(sessionsOf(DemoAccount.OFFICER)).doesNotContain(session);
            assertThat(other.get("/me/doors/who").statusCode()).isEqualTo(200);
        } finally {
            provider.goAway(false);
        }
    }

    @Test
    void aSessionThatOutlivedAnOutageIsConfirmedByTheNextCheck() {
        Browser browser = Browser.on(port).signIn(DemoAccount.OFFICER);
        provider.goAway(true);
        try {
            checkedBefore(DemoAccount.OFFICER, 30);
            assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(200);
        } finally {
            provider.goAway(false);
        }
        int before = provider.refreshes();

        assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(200);
        assertThat(provider.refreshes())
                .as("the check in vain is half a minute's matter")
                .isEqualTo(before);
        checkedBefore(DemoAccount.OFFICER, 30);
        assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(200);
        assertThat(provider.refreshes()).isEqualTo(before + 1);
        checkedBefore(DemoAccount.OFFICER, 61);
        assertThat(browser.get("/me/doors/who").statusCode())
                .as("the grace counts only while the provider is away")
                .isEqualTo(200);
    }

    @Test
    void whatAnOlderKeySealedIsSealedAnewByTheNextCheck(@Autowired ApplicationContext portal) {
        Seals seals = portal.getBean(Seals.class);
        Browser browser = Browser.on(port).signIn(DemoAccount.AUDITOR);
        UUID session = UUID.fromString(sessionsOf(DemoAccount.AUDITOR).getLast());
        String idToken = portal.getBean(MemberSessions.class).idToken(session).orElseThrow();
        Successor.forSeals(portal);
        assertThat(sealed(session)).allMatch(seals::outdated);

        makeDue(DemoAccount.AUDITOR);
        assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(200);

        assertThat(sealed(session)).noneMatch(seals::outdated);
        assertThat(portal.getBean(MemberSessions.class).idToken(session)).contains(idToken);
        makeDue(DemoAccount.AUDITOR);
        assertThat(browser.get("/me/doors/who").statusCode())
                .as("the refresh token opens too")
                .isEqualTo(200);
    }

    @Test
    void ofManyRequestsAtOnceOnlyOneAsksTheProvider() throws Exception {
        Browser browser = Browser.on(port).signIn(DemoAccount.AUDITOR);
        makeDue(DemoAccount.AUDITOR);
        int before = provider.refreshes();

        List<Callable<Integer>> requests = Stream.generate(() ->
                        (Callable<Integer>) () -> browser.get("/me/doors/who").statusCode())
                .limit(12)
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(requests)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }

        assertThat(provider.refreshes() - before).isEqualTo(1);
        makeDue(DemoAccount.AUDITOR);
        assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(200);
    }

    @Test
    void aLogoutTokenEndsTheSignInItNamesAndNoOther() {
        Browser first = Browser.on(port).signIn(DemoAccount.MEMBER);
        Browser second = Browser.on(port).signIn(DemoAccount.MEMBER);
        String sid = provider.sidsOf(DemoAccount.MEMBER).getLast();
        String token = provider.logoutToken(DemoAccount.MEMBER, sid);

        assertThat(tell(token).statusCode()).isEqualTo(200);
        assertThat(first.get("/me/doors/who").statusCode()).isEqualTo(200);
        assertThat(second.get("/me/doors/who").statusCode()).isEqualTo(302);

        assertThat(tell(token).statusCode()).as("shown again").isEqualTo(400);
        assertThat(tell(provider.logoutToken(DemoAccount.MEMBER)).statusCode()).isEqualTo(200);
        assertThat(first.get("/me/doors/who").statusCode()).isEqualTo(302);
    }

    /** Section 2.4 of the specification: {@code sub}, {@code sid} or both. */
    @Test
    void aLogoutTokenMayNameTheSignInAlone() {
        Browser first = Browser.on(port).signIn(DemoAccount.MEMBER);
        Browser second = Browser.on(port).signIn(DemoAccount.MEMBER);
        Browser stranger = Browser.on(port).signIn(DemoAccount.AUDITOR);
        String sid = provider.sidsOf(DemoAccount.MEMBER).getLast();

        assertThat(tell(provider.logoutToken(claims -> claims.claim("sid", "nobody's")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(second.get("/me/doors/who").statusCode()).isEqualTo(200);
        assertThat(tell(provider.logoutToken(claims -> claims.claim("sid", sid)))
                        .statusCode())
                .isEqualTo(200);

        assertThat(second.get("/me/doors/who").statusCode()).isEqualTo(302);
        assertThat(first.get("/me/doors/who").statusCode()).isEqualTo(200);
        assertThat(stranger.get("/me/doors/who").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultyLogoutTokenEndsNothing(String fault, UnaryOperator<com.nimbusds.jwt.JWTClaimsSet.Builder> change) {
        Browser browser = Browser.on(port).signIn(DemoAccount.ADMIN);
        String token = provider.logoutToken(claims -> change.apply(claims.subject(DemoAccount.ADMIN.subject())));

        assertThat(tell(token).statusCode()).as(fault).isEqualTo(400);
        assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(200);
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> faults() {
        java.time.Instant now = java.time.Clock.systemUTC().instant();
        return Stream.of(
                fault("no events", claims -> claims.claim("events", null)),
                fault("other events", claims -> claims.claim("events", Map.of("x", Map.of()))),
                fault("nonce", claims -> claims.claim("nonce", "n")),
                fault("other audience", claims -> claims.audience("another")),
                fault("other issuer", claims -> claims.issuer("http://localhost:1/")),
                fault("old", claims -> claims.issueTime(java.util.Date.from(now.minusSeconds(3600)))),
                fault("future", claims -> claims.issueTime(java.util.Date.from(now.plusSeconds(3600)))),
                fault("expired", claims -> claims.expirationTime(java.util.Date.from(now.minusSeconds(300)))),
                fault("no jti", claims -> claims.jwtID(null)),
                fault("nobody", claims -> claims.subject(null)));
    }

    @Test
    void aLogoutTokenOfTheWrongTypeOrKeyOrNoneEndsNothing() {
        Browser browser = Browser.on(port).signIn(DemoAccount.ADMIN);
        String typed = provider.logoutToken("JWT", claims -> claims.subject(DemoAccount.ADMIN.subject()));
        String genuine = provider.logoutToken(DemoAccount.ADMIN);
        String tampered = genuine.substring(0, genuine.lastIndexOf('.') + 1) + "AAAA";

        assertThat(tell(typed).statusCode()).isEqualTo(400);
        assertThat(tell(tampered).statusCode()).isEqualTo(400);
        assertThat(tell("").statusCode()).isEqualTo(400);
        assertThat(tell("x".repeat(9000)).statusCode()).isEqualTo(400);
        assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(200);
    }

    @Test
    void aNewSigningKeyOfTheProviderIsPickedUp() {
        provider.rotateKeys();

        Browser browser = Browser.on(port).signIn(DemoAccount.MEMBER);

        assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(200);
        assertThat(tell(provider.logoutToken(DemoAccount.MEMBER)).statusCode()).isEqualTo(200);
    }

    @Test
    void administrationNeedsASecondFactor() {
        provider.sayMethods(false);
        try {
            Browser browser = Browser.on(port).signIn(DemoAccount.ADMIN);

            SignedInAuthentication someone = new SignedInAuthentication(jdbc.sql("select " + SessionRow.COLUMNS
                            + " from member_session session join member on member.id = session.member_id"
                            + " where member.username = 'admin' order by signed_in_at desc limit 1")
                    .query(SessionRow::of)
                    .single());

            assertThat(browser.get("/me/doors/who").statusCode()).isEqualTo(200);
            assertThat(someone.multiFactor()).isFalse();
        } finally {
            provider.sayMethods(true);
        }
    }

    private HttpResponse<String> tell(String token) {
        return Browser.on(port).post("/logout/connect/back-channel/authentik", Map.of("logout_token", token));
    }

    private void makeOld(DemoAccount account) {
        jdbc.sql("update member_session set authenticated_at = now() - interval '1 hour', asked = false where member_id"
                        + " = (select id from member where subject = ?)")
                .param(account.subject())
                .update();
    }

    private void makeDue(DemoAccount account) {
        checkedBefore(account, 6);
    }

    private void checkedBefore(DemoAccount account, int minutes) {
        jdbc.sql("update member_session set checked_at = now() - ? * interval '1 minute', check_started_at = null"
                        + " where member_id = (select id from member where subject = ?)")
                .params(minutes, account.subject())
                .update();
    }

    private List<byte[]> sealed(UUID session) {
        return jdbc.sql("select unnest(array[id_token, refresh_token]) from member_session where id = ?")
                .param(session)
                .query((row, number) -> row.getBytes(1))
                .list();
    }

    private List<String> sessionsOf(DemoAccount account) {
        return jdbc.sql("select s.id::text from member_session s join member on member.id = s.member_id"
                        + " where member.subject = ? order by s.signed_in_at")
                .param(account.subject())
                .query((row, number) -> row.getString(1))
                .list();
    }

    private static org.junit.jupiter.params.provider.Arguments fault(
            String name, UnaryOperator<com.nimbusds.jwt.JWTClaimsSet.Builder> change) {
        return org.junit.jupiter.params.provider.Arguments.of(name, change);
    }
}
