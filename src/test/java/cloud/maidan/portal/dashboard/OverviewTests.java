package cloud.maidan.portal.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.TestProvider;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

@PortalTest
@Import({TestProvider.class, InventedSquare.class})
class OverviewTests {

    @LocalServerPort
    int port;

    @Autowired
    InventedServices services;

    @BeforeEach
    void asAtTheBeginning() {
        services.reset();
    }

    @Test
    void theSquareIsOpenToAnybodyAndSetsNoCookie() {
        HttpResponse<String> home = Browser.on(port).get("/");

        assertThat(home.statusCode()).isEqualTo(200);
        assertThat(home.body()).contains("Matrix", "Not connected", "open to you", "/login");
        assertThat(home.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void theOverviewIsForMembersOnly() {
        HttpResponse<String> answer = Browser.on(port).get("/me");

        assertThat(answer.statusCode()).isBetween(300, 403);
        assertThat(answer.body()).doesNotContain("1,284");
    }

    @Test
    void theOverviewPaintsWhatIsKnownInOneReadingWithoutAskingAnyone() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        int before = services.readings();

        String page = mira.get("/me").body();

        assertThat(services.readings()).isEqualTo(before + 1);
        assertThat(services.asked()).isEmpty();
        assertThat(page)
                .contains("1,284", "4.7", "Up to date", "Older answer", "Not answering", "Sealed", "Not connected")
                .contains("Nothing held", "hx-get=\"/me/services/nextcloud/card\"")
                .doesNotContain("hx-get=\"/me/services/vaultwarden/card\"");
    }

    @Test
    void aFaultMarksOnlyItsOwnCard() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        String well = withoutCard(mira.get("/me").body(), "matrix");
        services.put(services.failed(
                "matrix", "Matrix", "message-square", 1, InventedServices.chat(), Duration.ofMinutes(2), Fault.BROKEN));

        String ill = mira.get("/me").body();

        assertThat(ill).contains("Something is broken on its side.");
        assertThat(withoutCard(ill, "matrix")).isEqualTo(well);
    }

    @Test
    void aCardAsksItsOwnServiceAndBringsTheMiddleAlong() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        services.willAnswer(
                services.answered("peertube", "PeerTube", "clapperboard", 3, InventedServices.videos(), Duration.ZERO));

        String card =
                mira.get("/me/services/peertube/card", "HX-Request", "true").body();

        assertThat(services.asked()).containsExactly(new ServiceId("peertube"));
        assertThat(card.strip())
                .startsWith("<article")
                .contains("Up to date", "id=\"card-peertube\"", "hx-swap-oob=\"true\"")
                .doesNotContain("hx-trigger", "<html", "class=\"top\"");
    }

    @Test
    void allCanBeAskedAgainWithoutScript() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        mira.get("/me");

        HttpResponse<String> answer = mira.post("/me/ask", Map.of());

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/me"));
        assertThat(services.asked())
                .extracting(ServiceId::value)
                .containsExactlyInAnyOrder(
                        "matrix", "nextcloud", "peertube", "cryptpad", "librechat", "authentik", "portal");
    }

    @Test
    void oneServiceCanBeAskedAgainWithoutScript() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        mira.get("/me");

        HttpResponse<String> answer = mira.post("/me/services/authentik/ask", Map.of("overview", "true"));

        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/me#card-authentik"));
        assertThat(services.asked()).isEqualTo(List.of(new ServiceId("authentik")));
    }

    @Test
    void askingNeedsTheFormsToken() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);

        assertThat(mira.post("/me/services/authentik/ask", Map.of("_csrf", "no"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(services.asked()).isEmpty();
    }

    @Test
    void aServicesPageSaysEverythingAboutEveryKind() {
        String page = Browser.on(port)
                .signIn(DemoAccount.MEMBER)
                .get("/me/services/matrix")
                .body();

        assertThat(page)
                .contains("902", "382", "unknown", "12 months after sending", "Members of 11 rooms")
                .contains("To deliver what you write", "GDPR Art. 6(1)(b)", "What we cannot see here")
                .contains("How far it reaches", "What you can do here", "The portal cannot do this here yet")
                .contains("@mira:riverbend.example", "https://chat.riverbend.example/settings");
    }

    @Test
    void aServiceThatNobodyKnowsIsNotHere() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);

        assertThat(mira.get("/me/services/nothing").statusCode()).isEqualTo(404);
        assertThat(mira.get("/me/services/NO_NAME").statusCode()).isEqualTo(404);
        assertThat(mira.get("/me/services/nothing/card").statusCode()).isEqualTo(404);
    }

    /** The page without one card, and without the form tokens that differ each time. */
    private static String withoutCard(String page, String service) {
        return page.replaceAll("(?s)<article[^>]*id=\"card-" + service + "\".*?</article>", "")
                .replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
    }
}
