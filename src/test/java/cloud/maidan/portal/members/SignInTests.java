package cloud.maidan.portal.members;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.provider.DemoProvider;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.TestProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@PortalTest
class SignInTests {

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    private final DemoProvider provider = TestProvider.provider();

    @Test
    void aMemberSignsInAndComesBackToThePageTheyWanted() {
        var page = Browser.on(port).enter(DemoAccount.MEMBER, "/me/sessions?from=mail");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri()).hasToString("http://localhost:%d/me/sessions?from=mail".formatted(port));
        assertThat(page.body()).contains("Mira Beispiel").contains("Firefox").contains("Linux");
    }

    @Test
    void signingInGivesANewSession() {
        Browser browser = Browser.on(port);
        browser.follow(browser.get("/login"));
        String before = browser.cookie("PORTAL_SESSION");

        browser.signIn(DemoAccount.MEMBER);

        assertThat(before).isNotNull();
        assertThat(browser.cookie("PORTAL_SESSION")).isNotNull().isNotEqualTo(before);
    }

    @Test
    void somebodyOutsideTheMembersGroupStaysOutAndIsNotRemembered() {
        String known = "member where subject = '" + DemoAccount.AUDITOR.subject() + "'";
        jdbc.sql("delete from " + known).update();
        provider.changeGroups(DemoAccount.AUDITOR, List.of("some-other-group"));
        try {
            var page = Browser.on(port).enter(DemoAccount.AUDITOR, "/me/sessions");

            assertThat(page.statusCode()).isEqualTo(403);
            assertThat(page.body()).contains("not a member");
            assertThat(rows(known)).isZero();
        } finally {
            provider.restoreGroups(DemoAccount.AUDITOR);
        }
    }

    @Test
    void signingOutEndsTheSessionHereAndAtTheProvider() {
        Browser browser = Browser.on(port).signIn(DemoAccount.MODERATOR);
        browser.get("/me/sessions");

        var page = browser.follow(browser.post("/logout", Map.of()));

        assertThat(page.uri().getPath()).isEqualTo("/signed-out");
        assertThat(browser.get("/me/sessions").statusCode()).isEqualTo(302);
        assertThat(browser.follow(browser.get("/login")).uri().getPath()).endsWith("/application/o/maidan/login");
    }

    private long rows(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }
}
