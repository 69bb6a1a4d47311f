package cloud.maidan.portal.requests;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PageBrowser;
import cloud.maidan.portal.PageBrowser.Look;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;

/** The way to an archive in a real browser, step by step, in every look. */
@PortalTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestPropertySource(properties = "portal.requests.first-pause=5m")
class ExportLooksTests {

    private static final List<Look> LOOKS = Look.everyday();

    private final InventedService shed;
    private final InventedService attic;
    private final ServiceCatalog services;
    private final JdbcClient jdbc;

    @LocalServerPort
    private int port;

    ExportLooksTests(InventedService shed, InventedService attic, ServiceCatalog services, JdbcClient jdbc) {
        this.shed = shed;
        this.attic = attic;
        this.services = services;
        this.jdbc = jdbc;
    }

    @Test
    void theWayToAnArchiveInEveryLook() {
        Browser mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        MemberId member = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(DemoAccount.MEMBER.subject())
                .query(UUID.class)
                .single());
        CountDownLatch goOn = new CountDownLatch(1);
        shed.holds(member, 40, note -> {
            if (note == 20) {
                waitFor(goOn);
            }
        });
        attic.holds(member, 3, note -> {
            throw InventedService.fault(Fault.UNREACHABLE);
        });
        services.ask(member, new ServiceId("shed"));
        String session = Objects.requireNonNull(mira.cookie("PORTAL_SESSION"));
        try (PageBrowser chromium = PageBrowser.open()) {
            look(chromium, session, "/me/exports", "exports-none");
            look(chromium, session, "/me/exports/new", "exports-choose");
            look(chromium, session, "/me/exports/check", "exports-choose-error");
            look(chromium, session, "/me/exports/form?service=shed&every=QUARTERLY", "exports-form");
            look(chromium, session, "/me/exports/check?service=shed&service=attic&service=portal", "exports-check");

            speak("en");
            try (PageBrowser.Window window = open(chromium, session, Look.usual())) {
                Page page = window.page();
                page.navigate("/me/exports/new");
                page.locator("form[action$='/me/exports/form'] button").click();
                page.locator("label[for=every-MONTHLY]").click();
                page.locator("form[action$='/me/exports/check'] button.main").click();
                page.locator("form[action$='/me/exports'] button.main").click();
                page.getByText("Will try again").waitFor();
                assertThat(page.locator("body").innerText()).doesNotContain("null");
                String path = page.url().substring(page.url().indexOf("/me/"));
                look(chromium, session, path, "exports-running");

                speak("en");
                page.locator("button.link").click();
                page.getByText("You chose to finish without it.").waitFor();
                goOn.countDown();
                page.getByText("Your export is ready.")
                        .waitFor(new com.microsoft.playwright.Locator.WaitForOptions().setTimeout(60_000));
                assertThat(window.complaints()).isEmpty();
                look(chromium, session, path, "exports-ready");
            }
            look(chromium, session, "/me/exports", "exports-list");
        } finally {
            goOn.countDown();
        }
    }

    private void look(PageBrowser chromium, String session, String path, String name) {
        for (Look each : LOOKS) {
            speak(each.language());
            try (PageBrowser.Window window = open(chromium, session, each)) {
                Page page = window.page();
                page.navigate(path);
                window.screenshot(name);
                assertThat(page.locator("main").innerText()).doesNotContain("null", "??");
                assertThat(page.evaluate(
                                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                        .as("%s fits %s", path, each)
                        .isEqualTo(true);
                assertThat(new AxeBuilder(page).analyze().getViolations())
                        .as("%s in %s", path, each)
                        .isEmpty();
                if (!name.endsWith("-error")) {
                    assertThat(window.complaints()).as(path).isEmpty();
                }
            }
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

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Street {

        @Bean
        InventedService shed() {
            return new InventedService("shed", 1);
        }

        @Bean
        InventedService attic() {
            return new InventedService("attic", 2);
        }
    }
}
