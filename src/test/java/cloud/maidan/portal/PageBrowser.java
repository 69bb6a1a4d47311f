package cloud.maidan.portal;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real browser that looks at pages: Chromium as installed, or where {@code -Dportal.chromium=…} says. */
public final class PageBrowser implements AutoCloseable {

    /** Where screenshots go, to be looked at by whoever changes a page. */
    public static final Path SCREENSHOTS = Path.of("target/screenshots");

    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private PageBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Skips the calling test, naming what is missing, where there is no Chromium. */
    public static PageBrowser open() {
        Optional<Path> chromium = chromium();
        Assumptions.assumeTrue(
                chromium.isPresent(), "skipped: no Chromium; install one or set -Dportal.chromium=<path>");
        Playwright playwright = Playwright.create();
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium.orElseThrow())
                        .setArgs(FLAGS));
        return new PageBrowser(playwright, browser);
    }

    /** How a page is looked at. @param width of the window in CSS pixels */
    public record Look(int width, ColorScheme scheme, String language, boolean script) {

        public static Look usual() {
            return new Look(1280, ColorScheme.LIGHT, "en", true);
        }

        /**
         * What a page is looked at in: the usual look and its opposite in language, width and theme; all eight with
         * {@code -Dportal.test.looks=all}.
         */
        public static List<Look> everyday() {
            return "all".equals(System.getProperty("portal.test.looks"))
                    ? Stream.of("en", "de")
                            .flatMap(language -> Stream.of(320, 1280)
                                    .map(width -> usual().in(language).wide(width)))
                            .flatMap(look -> Stream.of(look, look.dark()))
                            .toList()
                    : List.of(usual(), usual().wide(320).dark().in("de"));
        }

        public Look wide(int pixels) {
            return new Look(pixels, scheme, language, script);
        }

        public Look dark() {
            return new Look(width, ColorScheme.DARK, language, script);
        }

        public Look in(String tag) {
            return new Look(width, scheme, tag, script);
        }

        public Look withoutScript() {
            return new Look(width, scheme, language, false);
        }

        @Override
        public String toString() {
            return width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + "-" + language
                    + (script ? "" : "-noscript");
        }
    }

    /** A window with an empty profile that notes what the content security policy blocks. */
    public Window window(String address, Look look) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(address)
                .setViewportSize(look.width(), 900)
                .setColorScheme(look.scheme())
                .setLocale(look.language())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setJavaScriptEnabled(look.script()));
        return new Window(context, look);
    }

    public static final class Window implements AutoCloseable {

        private final BrowserContext context;
        private final Look look;
        private final Page page;
        private final List<String> complaints = new ArrayList<>();

        private Window(BrowserContext context, Look look) {
            this.context = context;
            this.look = look;
            this.page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.text().contains("Content Security Policy")) {
                    complaints.add(message.text());
                }
            });
            page.onPageError(complaints::add);
        }

        public BrowserContext context() {
            return context;
        }

        public Look look() {
            return look;
        }

        public Page page() {
            return page;
        }

        /** Errors of scripts and everything that the policy blocked. */
        public List<String> complaints() {
            return List.copyOf(complaints);
        }

        /** Complaints since the last time, which are then forgotten. */
        public List<String> takeComplaints() {
            List<String> taken = List.copyOf(complaints);
            complaints.clear();
            return taken;
        }

        /** Saves what is seen, whole length, as {@code <name>-<width>-<scheme>-<language>.png}. */
        public Path screenshot(String name) {
            try {
                Files.createDirectories(SCREENSHOTS);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            Path file = SCREENSHOTS.resolve(name + "-" + look + ".png");
            page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
            return file;
        }

        @Override
        public void close() {
            context.close();
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static Optional<Path> chromium() {
        String given = System.getProperty("portal.chromium", "");
        return (given.isEmpty() ? PLACES : List.of(given))
                .stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }
}
