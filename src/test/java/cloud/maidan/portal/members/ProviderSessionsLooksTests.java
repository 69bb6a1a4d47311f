package cloud.maidan.portal.members;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.PageBrowser;
import cloud.maidan.portal.PageBrowser.Look;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The page of sessions in a real browser, with everything that the identity provider holds. */
@CommunityTest
class ProviderSessionsLooksTests {

    private static final List<Look> LOOKS = Stream.concat(
                    Look.everyday().stream(), Stream.of(Look.usual().withoutScript()))
            .toList();

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Test
    void thePageOfSessionsInEveryLook() {
        String session = Objects.requireNonNull(
                Browser.on(port).signIn(DemoAccount.MEMBER).cookie("PORTAL_SESSION"));
        try (PageBrowser chromium = PageBrowser.open()) {
            for (Look look : LOOKS) {
                speak(look.language());
                try (PageBrowser.Window window = open(chromium, session, look)) {
                    Page page = window.page();
                    page.navigate("/me/sessions");
                    window.screenshot("sessions-of-the-provider");

                    PlaywrightAssertions.assertThat(page.locator("main")).containsText("Blue key");
                    assertThat(page.locator("main").innerText()).doesNotContain("null", "??", "{0}");
                    assertThat(page.evaluate(
                                    "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                            .as("fits %s", look)
                            .isEqualTo(true);
                    if (look.script()) {
                        assertThat(new AxeBuilder(page).analyze().getViolations())
                                .as("in %s", look)
                                .isEmpty();
                        assertThat(window.complaints()).isEmpty();
                    }
                }
            }
        } finally {
            speak("en");
        }
    }

    private void speak(String language) {
        jdbc.sql("update member set locale = ? where subject = ?")
                .params(language, DemoAccount.MEMBER.subject())
                .update();
    }

    private PageBrowser.Window open(PageBrowser chromium, String session, Look look) {
        String address = "http://localhost:" + port;
        PageBrowser.Window window = chromium.window(address, look);
        window.context().addCookies(List.of(new Cookie("PORTAL_SESSION", session).setUrl(address)));
        return window;
    }
}
