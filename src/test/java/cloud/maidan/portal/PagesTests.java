package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.PageBrowser.Look;
import cloud.maidan.portal.PageBrowser.Window;
import cloud.maidan.portal.dashboard.InventedSquare;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Role;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every page, looked at by a real browser in every look. A page whose address has no variable is
 * found by itself; others are named in {@link #NAMED}.
 */
@PortalTest
@Import({TestProvider.class, InventedSquare.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTests {

    private static final List<String> NAMED = List.of(
            "/nowhere",
            "/me/services/matrix",
            "/me/services/peertube",
            "/me/services/cryptpad",
            "/me/services/cryptpad/claim",
            "/me/services/vaultwarden",
            "/me/services/librechat");
    private static final List<String> NAMED_FOR_ADMINISTRATORS =
            List.of("/admin/services/matrix", "/admin/services/matrix/access", "/admin/containers/matrix");
    private static final List<String> GUEST = List.of("/", "/about/privacy", "/signed-out", "/nowhere");
    private static final Set<String> NO_PAGES = Set.of("/login", "/error", "/.well-known/gpc.json");
    private static final Map<Role, DemoAccount> STAFF = new EnumMap<>(Map.of(
            Role.MODERATOR,
            DemoAccount.MODERATOR,
            Role.OFFICER,
            DemoAccount.OFFICER,
            Role.ADMIN,
            DemoAccount.ADMIN,
            Role.AUDITOR,
            DemoAccount.AUDITOR));
    private static final Pattern PART = Pattern.compile("(?:href|src)=\"(/(?:assets|webjars)/[^\"#]+)");
    private static final int MOST_BYTES = 60_000;
    private static final int MOST_REQUESTS = 6;

    /** A language that does not exist: every word is marked, strange and a third longer. */
    private static final String STRANGE_WORDS = """
            () => {
              const strange = { a: "á", c: "ç", e: "é", i: "ï", n: "ñ", o: "ø", s: "š", u: "ü", y: "ý" };
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const found = [];
              while (texts.nextNode()) {
                const inside = texts.currentNode.parentElement;
                if (texts.currentNode.data.trim() && !inside.closest("script, style, code, bdi, time, option")) {
                  found.push(texts.currentNode);
                }
              }
              for (const text of found) {
                const words = text.data.trim();
                const said = words.replace(/[aceinosuy]/g, letter => strange[letter]);
                text.data = "[" + said + " " + "ñ".repeat(Math.ceil(words.length / 3) % 24) + "]";
              }
              return found.length;
            }""";

    @LocalServerPort
    int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private final Map<String, String> sessions = new HashMap<>();
    private final Map<String, DemoAccount> staff = new HashMap<>();
    private PageBrowser browser;

    @BeforeAll
    void open() {
        browser = PageBrowser.open();
        sessions.put("en", signIn(DemoAccount.MEMBER, "en"));
        sessions.put("de", signIn(DemoAccount.MODERATOR, "de"));
    }

    @AfterAll
    void close() {
        browser.close();
    }

    @Test
    void everyPageIsAccessibleAndFitsInEveryLook() {
        List<String> wrong = new ArrayList<>();
        for (Look look : Look.everyday()) {
            eachPage(look, (window, path) -> wrong.addAll(faults(window, path, look)));
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void theSkipLinkComesFirstAndEveryStopOfTheKeyboardCanBeSeen() {
        for (String path : pages()) {
            try (Window window = window(path, Look.usual())) {
                if (!html(go(window, path))) {
                    continue;
                }
                Page page = window.page();
                page.keyboard().press("Tab");
                assertThat(page.evaluate("document.activeElement.className"))
                        .as(path)
                        .isEqualTo("skip");
                for (int stop = 0; stop < 200; stop++) {
                    Object seen = page.evaluate("""
                            () => {
                              const e = document.activeElement;
                              if (!e || e === document.body) return "end";
                              const box = e.getBoundingClientRect();
                              const ring = s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
                              return box.width > 0 && box.height > 0
                                && (ring(getComputedStyle(e)) || ring(getComputedStyle(e, "::after")))
                                ? "seen" : "unseen: " + e.outerHTML.slice(0, 200);
                            }""");
                    if ("end".equals(seen)) {
                        break;
                    }
                    assertThat(seen).as(path).isEqualTo("seen");
                    page.keyboard().press("Tab");
                }
            }
        }
    }

    @Test
    void theSkipLinkLeadsToTheContent() {
        try (Window window = window("/me", Look.usual())) {
            go(window, "/me");
            window.page().keyboard().press("Tab");
            window.page().keyboard().press("Enter");

            assertThat(window.page().evaluate("document.activeElement.id")).isEqualTo("main");
        }
    }

    @Test
    void onAPhoneTheMenuOpensWithoutScript() {
        try (Window window = window("/me", Look.usual().wide(320).withoutScript())) {
            go(window, "/me");
            assertThat(window.page().locator("#rail").isVisible()).isFalse();

            window.page().locator("button.menu").click();

            assertThat(window.page().locator("#rail").isVisible()).isTrue();
            window.screenshot("menu");
        }
    }

    @Test
    void everyPageFitsInLongerWordsAndFromRightToLeft() {
        List<String> wrong = new ArrayList<>();
        eachPage(Look.usual().wide(320), (window, path) -> {
            if (html(go(window, path))) {
                window.page().evaluate("document.documentElement.dir = 'rtl'");
                wrong.addAll(strangeFaults(window, path + " from right to left"));
                window.screenshot(name(path) + "-rtl");
                window.page().evaluate("document.documentElement.dir = 'ltr'");
                assertThat((Integer) window.page().evaluate(STRANGE_WORDS)).isGreaterThan(5);
                wrong.addAll(strangeFaults(window, path + " in longer words"));
                window.screenshot(name(path) + "-strange");
            }
        });

        assertThat(wrong).isEmpty();
    }

    @Test
    void nothingIsLaidOutByLeftAndRight() throws Exception {
        String css = Files.readString(java.nio.file.Path.of("src/main/resources/static/assets/site.css"));

        assertThat(Pattern.compile("(?<![\\w-])(?:(?:margin|padding|border)-(?:left|right)|left|right|float)\\s*:")
                        .matcher(css)
                        .results()
                        .map(found -> found.group()))
                .isEmpty();
        assertThat(css).doesNotContain("text-align: left", "text-align: right");
    }

    @Test
    void everyPageWorksWithoutScript() {
        for (String path : pages()) {
            try (Window window = window(path, Look.usual().withoutScript())) {
                if (html(go(window, path))) {
                    assertThat(window.page().locator("main h1").count())
                            .as(path)
                            .isEqualTo(1);
                }
            }
        }
    }

    @Test
    void noPageIsHeavy() throws Exception {
        for (String path : pages()) {
            Weighed page = weigh(path);
            if (!page.html()) {
                continue;
            }
            int bytes = page.bytes();
            Set<String> parts = new LinkedHashSet<>();
            PART.matcher(page.text()).results().forEach(part -> parts.add(part.group(1)));
            for (String part : parts) {
                bytes += weigh(part).bytes();
            }
            assertThat(bytes).as(path + " with " + parts).isBetween(1_000, MOST_BYTES);
            assertThat(parts).as(path).hasSizeLessThan(MOST_REQUESTS);
        }
    }

    @Test
    void everyPartOfAPageHasAContentHashAndIsKept() throws Exception {
        Weighed page = weigh("/me");
        Set<String> parts = new TreeSet<>();
        PART.matcher(page.text()).results().forEach(part -> parts.add(part.group(1)));

        assertThat(parts).hasSizeGreaterThanOrEqualTo(5).allMatch(part -> part.matches(".*-[0-9a-f]{32}\\.[a-z]+"));
        for (String part : parts) {
            assertThat(weigh(part).cache()).as(part).contains("max-age=31536000");
        }
        assertThat(page.cache()).isEqualTo("no-store");
    }

    private static List<String> faults(Window window, String path, Look look) {
        if (!html(go(window, path))) {
            return List.of();
        }
        window.screenshot(name(path));
        List<String> wrong = new ArrayList<>();
        new AxeBuilder(window.page())
                .analyze()
                .getViolations()
                .forEach(found -> wrong.add(found.getId() + " "
                        + found.getNodes().stream()
                                .limit(3)
                                .map(node -> node.getHtml())
                                .toList()));
        if (overflow(window.page()) > 0) {
            wrong.add("wider than the window by " + overflow(window.page()));
        }
        window.takeComplaints().stream()
                // the page itself may be an error page
                .filter(complaint -> !complaint.startsWith("Failed to load resource"))
                .forEach(wrong::add);
        if (window.page().content().matches("(?s).*\\?\\?[a-z].*_(en|de)\\?\\?.*")) {
            wrong.add("a sentence is missing");
        }
        return wrong.stream().map(fault -> path + " " + look + ": " + fault).toList();
    }

    private static List<String> strangeFaults(Window window, String what) {
        List<String> wrong = new ArrayList<>();
        new AxeBuilder(window.page())
                .analyze()
                .getViolations()
                .forEach(found -> wrong.add(what + ": " + found.getId()));
        if (overflow(window.page()) > 0) {
            wrong.add(what + ": wider than the window by " + overflow(window.page()));
        }
        return wrong;
    }

    private static boolean isForGuests(String path) {
        return GUEST.contains(path) && !path.equals("/nowhere");
    }

    /** Each page in one window of whoever may see it. */
    private void eachPage(Look look, BiConsumer<Window, String> seen) {
        Map<String, Window> windows = new HashMap<>();
        try {
            pages().forEach(path ->
                    seen.accept(windows.computeIfAbsent(viewer(path), anybody -> window(path, look)), path));
        } finally {
            windows.values().forEach(Window::close);
        }
    }

    /** Who works on the page, an administrator rather than somebody who sees less; empty when every member sees it. */
    private static Optional<DemoAccount> worker(HandlerMethod route) {
        May may = route.hasMethodAnnotation(May.class)
                ? route.getMethodAnnotation(May.class)
                : AnnotatedElementUtils.findMergedAnnotation(route.getBeanType(), May.class);
        List<Role> roles = may == null ? List.of() : may.value().roles();
        return roles.stream()
                .filter(STAFF::containsKey)
                .max(Comparator.comparing(role -> role == Role.ADMIN))
                .map(STAFF::get);
    }

    private Set<String> pages() {
        Set<String> pages = new TreeSet<>(GUEST);
        pages.addAll(NAMED);
        pages.addAll(NAMED_FOR_ADMINISTRATORS);
        NAMED_FOR_ADMINISTRATORS.forEach(path -> staff.put(path, DemoAccount.ADMIN));
        mappings.getHandlerMethods().forEach((info, route) -> {
            if (info.getMethodsCondition().getMethods().contains(RequestMethod.GET)) {
                info.getPatternValues().stream()
                        .filter(path -> !path.contains("{") && !NO_PAGES.contains(path))
                        .filter(path -> path.matches("/(me|admin|signed-out)(/.*)?"))
                        .forEach(path -> {
                            pages.add(path);
                            worker(route).ifPresent(account -> staff.put(path, account));
                        });
            }
        });
        assertThat(pages).contains("/", "/me", "/about/privacy", "/admin/jobs", "/admin/requests");
        return pages;
    }

    private String viewer(String path) {
        return isForGuests(path)
                ? "guest"
                : staff.getOrDefault(path, DemoAccount.MEMBER).name();
    }

    private Window window(String path, Look look) {
        Window window = browser.window("http://localhost:" + port, look);
        if (!isForGuests(path)) {
            window.context()
                    .addCookies(List.of(new Cookie("PORTAL_SESSION", session(path, look.language()))
                            .setUrl("http://localhost:" + port)));
        }
        return window;
    }

    /** One member reads English and another German; whoever works here changes languages. */
    private String session(String path, String language) {
        DemoAccount worker = staff.get(path);
        return worker == null ? Objects.requireNonNull(sessions.get(language)) : signIn(worker, language);
    }

    private static Response go(Window window, String path) {
        Response answer = window.page().navigate(path);
        if (window.look().script()) {
            window.page()
                    .waitForSelector(
                            "[hx-trigger=load]",
                            new Page.WaitForSelectorOptions().setState(WaitForSelectorState.DETACHED));
        }
        return answer;
    }

    private static boolean html(Response answer) {
        String type = answer.headers().getOrDefault("content-type", "");
        assertThat(answer.status()).as(answer.url()).isLessThan(500);
        return type.startsWith("text/html");
    }

    private static int overflow(Page page) {
        return ((Number) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .intValue();
    }

    private String signIn(DemoAccount account, String language) {
        Browser person = Browser.on(port).speaking(language).signIn(account);
        person.get("/me/preferences");
        person.post("/me/preferences", Map.of("language", language, "theme", "system", "zone", "Europe/Berlin"));
        String session = person.cookie("PORTAL_SESSION");
        assertThat(session).isNotNull();
        return session == null ? "" : session;
    }

    private record Weighed(int bytes, String text, boolean html, String cache) {}

    private Weighed weigh(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Accept-Encoding", "gzip")
                .header("Accept", "text/html,*/*")
                .header("Cookie", "PORTAL_SESSION=" + session(path, "en"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofByteArray());
            byte[] body = answer.body();
            boolean zipped =
                    answer.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
            byte[] plain = zipped
                    ? new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes()
                    : body;
            return new Weighed(
                    body.length,
                    new String(plain, java.nio.charset.StandardCharsets.UTF_8),
                    answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html"),
                    answer.headers().firstValue("Cache-Control").orElse(""));
        }
    }

    private static String name(String path) {
        return path.equals("/") ? "home" : path.substring(1).replace('/', '-');
    }
}
