package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.PageBrowser.Look;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks at pages that a test has filled, in every look: they fit, can be used by everybody, and are pictured. */
public record PageLooks(PageBrowser chromium, int port, JdbcClient jdbc, List<Look> looks) {

    public static PageLooks everyday(PageBrowser chromium, int port, JdbcClient jdbc) {
        return new PageLooks(chromium, port, jdbc, Look.everyday());
    }

    /** @param who is signed in @param name of the picture */
    public void look(Browser who, String path, String name) {
        for (Look each : looks) {
            jdbc.sql("update member set locale = ?").param(each.language()).update();
            look(who, path, name, each);
        }
        jdbc.sql("update member set locale = 'en'").update();
    }

    private void look(Browser who, String path, String name, Look look) {
        String address = "http://localhost:" + port;
        try (PageBrowser.Window window = chromium.window(address, look)) {
            window.context()
                    .addCookies(
                            List.of(new Cookie("PORTAL_SESSION", Objects.requireNonNull(who.cookie("PORTAL_SESSION")))
                                    .setUrl(address)));
            Page page = window.page();
            page.navigate(path);
            window.screenshot(name);
            assertThat(page.locator("main").innerText()).as(path).doesNotContain("null", "??");
            assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .as("%s fits %s", path, look)
                    .isEqualTo(true);
            assertThat(new AxeBuilder(page).analyze().getViolations())
                    .as("%s in %s", path, look)
                    .isEmpty();
            assertThat(window.complaints()).as(path).isEmpty();
        }
    }
}
