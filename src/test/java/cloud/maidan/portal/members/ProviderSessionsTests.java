package cloud.maidan.portal.members;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.TestCommunity;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What Authentik holds that lets a member in: shown on the page of sessions, ended by its owner alone. */
@CommunityTest
class ProviderSessionsTests {

    private static final Pattern END = Pattern.compile("/me/sessions/provider/([^/\"]+)/end");
    private static final Pattern WITHDRAW = Pattern.compile("/me/sessions/consents/([^/\"]+)/withdraw");
    private static final Pattern REMOVE = Pattern.compile("/me/sessions/factors/([^/\"]+)/remove");

    private final FaultyServer authentik =
            Objects.requireNonNull(TestCommunity.community().servers().get("authentik"));

    @LocalServerPort
    int port;

    @AfterEach
    void heal() {
        authentik.heal();
    }

    @Test
    void aMemberSeesWhatLetsThemIn() {
        String page =
                Browser.on(port).signIn(DemoAccount.MEMBER).get("/me/sessions").body();

        assertThat(page)
                .contains("At the sign-in service", "192.0.2.10", "Windmill City", "Firefox on Linux")
                .contains("What you allowed", "openid profile email")
                .contains("What proves that it is you", "Blue key", "Recovery codes", "WebAuthn Device")
                .contains("What your sign-in reaches", "https://chat.riverbend.example/")
                .doesNotContain(
                        "does not say", "Only this portal", "Back office", "recovery-code-of-mira", "192.0.2.20");
        assertThat(ids(page, END)).hasSize(2);
        assertThat(ids(page, WITHDRAW)).hasSize(2);
        assertThat(ids(page, REMOVE)).hasSize(5);
    }

    @Test
    void eachCanBeEndedOnceAndTheRecordSaysSo() {
        Browser officer = Browser.on(port).signIn(DemoAccount.OFFICER);
        String page = officer.get("/me/sessions").body();
        String session = ids(page, END).getFirst();
        String consent = ids(page, WITHDRAW).getFirst();
        String factor = ids(page, REMOVE).getFirst();

        assertThat(ended(officer, "provider/" + session + "/end"))
                .contains("The session at the sign-in service has ended.")
                .doesNotContain(session);
        assertThat(ended(officer, "consents/" + consent + "/withdraw"))
                .contains("What you allowed is withdrawn.")
                .doesNotContain("consents/" + consent);
        assertThat(ended(officer, "factors/" + factor + "/remove"))
                .contains("It is removed and proves nothing any more.")
                .doesNotContain("factors/" + factor);

        assertThat(officer.post("/me/sessions/provider/" + session + "/end", Map.of())
                        .statusCode())
                .as("gone already")
                .isEqualTo(404);
        assertThat(officer.get("/me/activity").body())
                .contains(
                        "You ended a session at the sign-in service",
                        "You withdrew what you had allowed an application",
                        "You removed a second factor");
    }

    @Test
    void nobodyEndsWhatIsSomebodyElses() {
        String page =
                Browser.on(port).signIn(DemoAccount.MEMBER).get("/me/sessions").body();
        Browser moderator = Browser.on(port).signIn(DemoAccount.MODERATOR);
        moderator.get("/me/sessions");

        for (String path : List.of(
                "provider/" + ids(page, END).getFirst() + "/end",
                "consents/" + ids(page, WITHDRAW).getFirst() + "/withdraw",
                "factors/" + ids(page, REMOVE).getFirst() + "/remove",
                "provider/..%2Fx/end",
                "factors/totp-0/remove",
                "factors/nothing/remove")) {
            assertThat(moderator.post("/me/sessions/" + path, Map.of()).statusCode())
                    .as(path)
                    .isIn(400, 404);
        }
        assertThat(Browser.on(port)
                        .signIn(DemoAccount.MEMBER)
                        .get("/me/sessions")
                        .body())
                .contains(ids(page, END).getFirst(), ids(page, REMOVE).getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFUSED_CONNECTION", "SILENCE", "SERVER_ERROR", "GARBAGE"})
    void aFaultMarksTheSectionsAndNothingElse(String trouble) {
        Browser member = Browser.on(port).signIn(DemoAccount.MODERATOR);
        authentik.fail(Trouble.valueOf(trouble));

        HttpResponse<String> page = member.get("/me/sessions");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("This session", "does not say", "What you allowed")
                .doesNotContain("There is nothing.");
    }

    @Test
    void aFaultWhileEndingIsSaidAndRecordsNothing() {
        Browser auditor = Browser.on(port).signIn(DemoAccount.AUDITOR);
        String session = ids(auditor.get("/me/sessions").body(), END).getFirst();
        authentik.fail(Trouble.SERVER_ERROR);

        auditor.post("/me/sessions/provider/" + session + "/end", Map.of());
        authentik.heal();

        assertThat(auditor.get("/me/sessions").body()).contains("Something is broken on its side.", session);
        assertThat(auditor.get("/me/activity").body()).doesNotContain("You ended a session at the sign-in service");
    }

    private static String ended(Browser browser, String path) {
        HttpResponse<String> answer = browser.post("/me/sessions/" + path, Map.of());
        assertThat(answer.statusCode()).as(path).isEqualTo(302);
        return browser.get("/me/sessions").body();
    }

    private static List<String> ids(String page, Pattern form) {
        return form.matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
