package cloud.maidan.portal.rights;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PageBrowser;
import cloud.maidan.portal.PageBrowser.Look;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages of a request in a real browser, for the member and for the officer. */
@PortalTest
@Import(InventedPens.class)
class RightsLooksTests {

    private static final List<Look> LOOKS = Look.everyday();

    @LocalServerPort
    int port;

    @Autowired
    DataSubjectRequests requests;

    @Autowired
    RequestRows rows;

    @Autowired
    JdbcClient jdbc;

    @Test
    void aRequestFromBothSidesInEveryLook() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        Browser officer = Browser.on(port).signIn(DemoAccount.OFFICER);
        MemberId member = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(DemoAccount.MEMBER.subject())
                .query(UUID.class)
                .single());
        try (PageBrowser chromium = PageBrowser.open()) {
            look(chromium, mira, "/me/requests/new?right=RECTIFICATION", "rights-ask");
            String objection = ask(mira, "OBJECTION", "Please leave my sign-ins out of your statistics.");
            String restriction = ask(mira, "RESTRICTION", "");
            requests.receive(member, Right.ERASURE, new Actor.Person(member));
            act(officer, objection, "ask", "Do you mean those of the last year?\nOr all of them?");
            jdbc.sql("update data_subject_request set due_at = now() - interval '1 day' where id = ?")
                    .param(UUID.fromString(restriction))
                    .update();

            look(chromium, mira, "/me/requests", "rights-list");
            look(chromium, mira, "/me/requests/" + objection, "rights-request");
            look(chromium, officer, "/admin/requests", "rights-open");
            look(chromium, officer, "/admin/requests/" + objection, "rights-handle");
            look(chromium, officer, "/admin/requests/" + restriction + "/decide", "rights-decide");
            look(chromium, officer, "/admin/requests/new", "rights-take");
            act(officer, restriction, "restrict", "");
            look(chromium, mira, "/me/requests/" + restriction, "rights-restricted");
            look(chromium, officer, "/admin/requests/ended", "rights-ended");
        }
    }

    private String ask(Browser mira, String right, String words) {
        mira.get("/me/requests/new?right=" + right);
        String where = mira.post(
                        "/me/requests",
                        Map.of("right", right, "token", UUID.randomUUID().toString(), "words", words))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        return where.substring(where.lastIndexOf('/') + 1);
    }

    private void act(Browser officer, String request, String verb, String words) {
        officer.get("/admin/requests/" + request);
        int version = rows.findById(UUID.fromString(request)).orElseThrow().version();
        assertThat(officer.post(
                                "/admin/requests/" + request + "/" + verb,
                                Map.of("version", Integer.toString(version), "words", words))
                        .statusCode())
                .isEqualTo(302);
    }

    private void look(PageBrowser chromium, Browser who, String path, String name) {
        String session = Objects.requireNonNull(who.cookie("PORTAL_SESSION"));
        for (Look each : LOOKS) {
            jdbc.sql("update member set locale = ?").param(each.language()).update();
            String address = "http://localhost:" + port;
            try (PageBrowser.Window window = chromium.window(address, each)) {
                window.context().addCookies(List.of(new Cookie("PORTAL_SESSION", session).setUrl(address)));
                Page page = window.page();
                page.navigate(path);
                window.screenshot(name);
                assertThat(page.locator("main").innerText()).doesNotContain("null", "??", "rights.");
                assertThat(page.evaluate(
                                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                        .as("%s fits %s", path, each)
                        .isEqualTo(true);
                assertThat(new AxeBuilder(page).analyze().getViolations())
                        .as("%s in %s", path, each)
                        .isEmpty();
                assertThat(window.complaints()).as(path).isEmpty();
            }
        }
        jdbc.sql("update member set locale = 'en'").update();
    }
}
