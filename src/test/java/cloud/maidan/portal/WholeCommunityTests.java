package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.Community;
import cloud.maidan.portal.PageBrowser.Look;
import cloud.maidan.portal.PageBrowser.Window;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A member of a community with all its services looks at each and takes everything along, without JavaScript. */
@CommunityTest
class WholeCommunityTests {

    private static final Community COMMUNITY = TestCommunity.community();
    private static @Nullable PageBrowser browser;

    @LocalServerPort
    int port;

    @BeforeAll
    static void open() {
        browser = PageBrowser.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aMemberOpensEveryServiceAndExportsEverythingWithoutJavaScript() throws IOException {
        List<String> services =
                new ArrayList<>(new TreeSet<>(COMMUNITY.servers().keySet()));
        services.add("portal");
        try (Window window = Objects.requireNonNull(browser)
                .window("http://localhost:" + port, Look.usual().withoutScript())) {
            Page page = window.page();
            page.navigate("/login");
            page.locator("button[value=member]").click();
            page.waitForURL(Pattern.compile(".*/me"));
            page.locator("main form[action='/me/ask'] button").click();
            for (String service : services) {
                askUntilItAnswers(page, service);
            }
            window.screenshot("community-overview");
            for (String service : services) {
                page.navigate("/me");
                page.locator("#card-" + service + " h3 a").click();
                page.waitForURL(Pattern.compile(".*/me/services/" + service));
                assertThat(page.locator("main section").count()).as(service).isPositive();
                window.screenshot("community-" + service);
            }

            page.navigate("/me/exports/new");
            for (String service : services) {
                assertThat(page.locator("input[type=checkbox][value=" + service + "]")
                                .isChecked())
                        .as(service)
                        .isTrue();
            }
            while (!page.url().matches(".*/me/exports/[0-9a-f-]{36}")) {
                page.locator("main button.main").click();
                page.waitForLoadState();
            }
            page.locator("a[href$='/archive']").waitFor();
            byte[] archive = page.request()
                    .get(page.locator("a[href$='/archive']").getAttribute("href"))
                    .body();

            List<String> names = new ArrayList<>();
            Map<String, String> texts = new TreeMap<>();
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    names.add(entry.getName());
                    if (entry.getName().matches(".*\\.(nd)?json")) {
                        String path = entry.getName().substring(entry.getName().indexOf('/') + 1);
                        texts.put(path, new String(zip.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
            assertThat(services)
                    .allSatisfy(service ->
                            assertThat(names).anyMatch(name -> name.contains("/data/" + service + "/native/")));
            assertThat(new Schemas(texts).assertAllFollowed()).isGreaterThan(50);
        }
    }

    /** On a busy machine a service may be late at first; the card then offers to ask again, and that must do. */
    private static void askUntilItAnswers(Page page, String service) {
        Locator card = page.locator("#card-" + service);
        for (int again = 0; again < 2 && card.innerText().contains("Not answering"); again++) {
            card.locator("form button").click();
            page.waitForLoadState();
        }
        PlaywrightAssertions.assertThat(card).not().containsText("Not answering");
    }
}
