package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.ChatSeed;
import cloud.maidan.demo.Fleeting;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.demo.RealSynapse;
import cloud.maidan.portal.PageBrowser.Look;
import cloud.maidan.portal.PageBrowser.Window;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The main job in a real browser, on a real Synapse where there is one: sign in, see what is held, take it along. By
 * mouse, by keyboard alone, and without JavaScript.
 */
@PortalTest
class MainJobTests {

    private static final Pattern EXPORT = Pattern.compile(".*/me/exports/[0-9a-f-]{36}$");

    private static AutoCloseable server = () -> {};
    private static ChatSeed seed = new ChatSeed("", "", "", "", "", 0, List.of(), "", List.of(), Map.of());
    private static @Nullable PageBrowser browser;

    @LocalServerPort
    int port;

    @TempDir
    Path folder;

    @DynamicPropertySource
    static void matrix(DynamicPropertyRegistry registry) throws IOException {
        String url;
        Path token;
        if (RealSynapse.python().isPresent()) {
            RealSynapse synapse = RealSynapse.start();
            server = synapse;
            seed = synapse.seed();
            url = synapse.url();
            token = synapse.tokenFile();
        } else {
            System.out.println(RealSynapse.skipped());
            MatrixStandIn standIn = MatrixStandIn.start(0);
            server = standIn;
            seed = standIn.seed();
            url = standIn.url();
            token = Fleeting.file("maidan-token-", standIn.token());
            token.toFile().deleteOnExit();
        }
        registry.add("portal.services.matrix.url", () -> url);
        registry.add("portal.services.matrix.token-file", token::toString);
        registry.add("portal.requests.per-day", () -> 50);
    }

    @BeforeAll
    static void open() {
        browser = PageBrowser.open();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
        server.close();
    }

    @Test
    void aMemberTakesMessagesAndFilesAlong() throws IOException {
        try (Window window = window(Look.usual())) {
            Page page = window.page();
            page.navigate("/");
            page.locator("main a[href='/login']").first().click();
            page.locator("button[value=member]").click();
            page.waitForURL(address("/me"));
            PlaywrightAssertions.assertThat(page.locator("#card-matrix")).containsText("Up to date");
            PlaywrightAssertions.assertThat(page.locator("#card-portal")).containsText("Up to date");
            window.screenshot("journey-overview");
            page.locator("#card-matrix h3 a").click();
            PlaywrightAssertions.assertThat(page.locator("h1")).hasText("Chat");
            window.screenshot("journey-service");
            page.navigate("/me/exports/new");
            page.locator("main button.main").click();
            page.locator("main button.main").click();
            page.locator("main button.main").click();
            page.waitForURL(EXPORT);
            window.screenshot("journey-export");

            assertThat(entries(archive(page))).satisfies(MainJobTests::holdEverything);
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void theKeyboardAloneWillDo() throws IOException {
        try (Window window = window(Look.usual().wide(320).dark())) {
            Page page = window.page();
            page.navigate("/");
            press(page, "main a[href='/login']");
            press(page, "button[value=member]");
            page.waitForURL(address("/me"));
            press(page, "main a[href='/me/exports/new']");
            page.waitForURL(Pattern.compile(".*/me/exports/new.*"));
            press(page, "main button.main");
            page.waitForURL(Pattern.compile(".*/me/exports/form.*"));
            press(page, "main button.main");
            page.waitForURL(Pattern.compile(".*/me/exports/check.*"));
            press(page, "main button.main");
            page.waitForURL(EXPORT);

            assertThat(entries(archive(page))).satisfies(MainJobTests::holdEverything);
        }
    }

    @Test
    void soWillABrowserWithoutJavaScript() throws IOException {
        try (Window window = window(Look.usual().withoutScript())) {
            Page page = window.page();
            page.navigate("/");
            page.locator("main a[href='/login']").first().click();
            page.locator("button[value=member]").click();
            page.waitForURL(address("/me"));
            page.locator("main form button:has-text('Ask all again')").click();
            PlaywrightAssertions.assertThat(page.locator("#card-matrix")).containsText("Up to date");
            page.locator("main a[href='/me/exports/new']").first().click();
            page.locator("main button.main").click();
            page.locator("main button.main").click();
            page.locator("main button.main").click();
            page.waitForURL(EXPORT);

            assertThat(entries(archive(page))).satisfies(MainJobTests::holdEverything);
        }
    }

    private static void holdEverything(Map<String, byte[]> entries) {
        String texts = entries.entrySet().stream()
                .filter(entry -> entry.getKey().contains("data/matrix/native/rooms/"))
                .map(entry -> new String(entry.getValue(), StandardCharsets.UTF_8))
                .reduce("", String::concat);
        Collection<byte[]> contents = entries.values();
        assertThat(texts).contains(seed.texts());
        seed.files().values().forEach(file -> assertThat(contents).anyMatch(content -> Arrays.equals(content, file)));
        contents.forEach(content ->
                assertThat(new String(content, StandardCharsets.UTF_8)).doesNotContain(seed.foreign()));
        assertThat(entries.keySet())
                .anyMatch(name -> name.endsWith("/bagit.txt"))
                .anyMatch(name -> name.endsWith("data/portal/native/members/member.ndjson"));
    }

    /** Waits until the page itself says that the export is ready, and downloads it as the member would. */
    private Path archive(Page page) throws IOException {
        page.locator("a[href$='/archive']").waitFor();
        APIResponse answer =
                page.request().get(page.locator("a[href$='/archive']").getAttribute("href"));
        assertThat(answer.status()).isEqualTo(200);
        return Files.write(folder.resolve("archive.zip"), answer.body());
    }

    private static Map<String, byte[]> entries(Path archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            zip.stream().forEach(entry -> entries.put(entry.getName(), content(zip, entry)));
        }
        return entries;
    }

    private static byte[] content(ZipFile zip, ZipEntry entry) {
        try {
            return zip.getInputStream(entry).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Walks with the tabulator to the first such element and presses enter there. */
    private static void press(Page page, String element) {
        page.locator(element).first().waitFor();
        page.locator("body").evaluate("body => { body.tabIndex = -1; body.focus(); }");
        for (int stop = 0; stop < 200; stop++) {
            page.keyboard().press("Tab");
            if ((Boolean) page.evaluate("wanted => document.activeElement.matches(wanted)", element)) {
                page.keyboard().press("Enter");
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + element);
    }

    private Window window(Look look) {
        return Objects.requireNonNull(browser).window("http://localhost:" + port, look);
    }

    private String address(String path) {
        return "http://localhost:" + port + path;
    }
}
