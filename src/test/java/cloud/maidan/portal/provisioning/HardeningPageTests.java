package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PageBrowser;
import cloud.maidan.portal.PageBrowser.Look;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.docker.ContainerFacts.Limits;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.EngineFacts;
import cloud.maidan.portal.docker.SetuidFiles;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.options.Cookie;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The page in a process that is not the operator: it has only rows. */
@PortalTest
@TestPropertySource(properties = {"portal.roles=web,worker", "portal.docker.host=unix:///run/docker.sock"})
class HardeningPageTests {

    private static final String PAGE = "/admin/hardening";

    @LocalServerPort
    int port;

    @Autowired
    ApplicationContext context;

    @Autowired
    HardeningRows rows;

    @Autowired
    LookRows looks;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @AfterEach
    void empty() {
        List.of("hardening_look", "hardening_container", "hardening_image")
                .forEach(table -> jdbc.sql("delete from " + table).update());
    }

    @Test
    void nothingInTheWebRoleCanReachTheEngine() {
        assertThat(context.getBeanNamesForType(ContainerRuntime.class)).isEmpty();
        assertThat(context.getBeanNamesForType(HardeningScan.class)).isEmpty();
        assertThat(context.getBeanNamesForType(LookTurn.class)).isEmpty();
        assertThat(context.getBeanDefinitionNames())
                .allSatisfy(name ->
                        assertThat(String.valueOf(context.getType(name))).doesNotContain("dockerjava"));
    }

    @Test
    void withoutAnEngineThePageSaysHowToConnectOne() {
        assertThat(page(DemoAccount.ADMIN)).contains("No engine is connected", "portal.docker.host", "Look again");
    }

    @Test
    void eachFaultStandsThereWithItsFix() {
        spoilt();

        String page = page(DemoAccount.AUDITOR);

        assertThat(page)
                .contains(
                        "Docker Engine 20.10.24",
                        "24 of 27 checks",
                        "Nothing bounds its memory.",
                        "mem_limit: 512m",
                        "It is privileged",
                        "/usr/bin/passwd, /bin/su",
                        "kernel has no AppArmor",
                        "28 of 28 checks",
                        "Not made by this portal")
                .doesNotContain("Look again", "{0}", "??");
    }

    @Test
    void anAdministratorAsksTheOperatorByARowAndIsSeenDoingSo() {
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        admin.get(PAGE);

        assertThat(admin.post(PAGE + "/look", Map.of()).statusCode()).isEqualTo(302);

        assertThat(looks.last().waiting()).isTrue();
        assertThat(admin.get(PAGE).body()).contains("The operator is looking").doesNotContain("Look again");
        assertThat(jdbc.sql("select count(*) from audit_record where action = 'provisioning.look-asked'")
                        .query(Long.class)
                        .single())
                .isPositive();
    }

    @Test
    void anOperatorThatDoesNotLookIsNoticed() {
        looks.ask(clock.instant().minusSeconds(120));
        assertThat(page(DemoAccount.ADMIN)).contains("Nobody looks", "Look again");

        spoilt();
        jdbc.sql("update hardening_look set asked_at = null, began_at = :then, ended_at = :then, looked_at = :then")
                .param("then", OffsetDateTime.now(clock).minusHours(3))
                .update();
        assertThat(page(DemoAccount.ADMIN)).contains("Nobody looks");
    }

    @Test
    void anEngineThatIsAwayIsSaidInPlainWords() {
        looks.begin(clock.instant(), Duration.ofHours(1));
        jdbc.sql("update hardening_look set ended_at = began_at, fault = 'SOCKET_MISSING', detail = '/run/docker.sock'")
                .update();

        assertThat(page(DemoAccount.ADMIN))
                .contains("The engine could not be asked", "There is no socket at /run/docker.sock.")
                .doesNotContain("No engine is connected");
    }

    @Test
    void whoIsNeitherAdministratorNorAuditorSeesNothingAndAuditorsAskForNothing() {
        assertThat(Browser.on(port).signIn(DemoAccount.MEMBER).get(PAGE).statusCode())
                .isEqualTo(403);
        Browser auditor = Browser.on(port).signIn(DemoAccount.AUDITOR);
        auditor.get(PAGE);
        assertThat(auditor.post(PAGE + "/look", Map.of()).statusCode()).isEqualTo(403);
        assertThat(looks.last()).isEqualTo(cloud.maidan.portal.provisioning.Look.NONE);
    }

    @Test
    void thePageInEveryLook() {
        spoilt();
        String session = Objects.requireNonNull(
                Browser.on(port).signIn(DemoAccount.ADMIN).cookie("PORTAL_SESSION"));
        try (PageBrowser chromium = PageBrowser.open()) {
            for (Look look : Look.everyday()) {
                jdbc.sql("update member set locale = ? where subject = ?")
                        .params(look.language(), DemoAccount.ADMIN.subject())
                        .update();
                try (PageBrowser.Window window = chromium.window("http://localhost:" + port, look)) {
                    window.context()
                            .addCookies(
                                    List.of(new Cookie("PORTAL_SESSION", session).setUrl("http://localhost:" + port)));
                    window.page().navigate(PAGE);
                    window.page().locator("details").first().locator("summary").click();
                    window.screenshot("hardening");

                    assertThat(new AxeBuilder(window.page()).analyze().getViolations())
                            .isEmpty();
                    assertThat(window.complaints()).isEmpty();
                    assertThat(window.page()
                                    .evaluate("document.documentElement.scrollWidth"
                                            + " <= document.documentElement.clientWidth"))
                            .as("fits %s", look)
                            .isEqualTo(true);
                }
            }
        }
    }

    private String page(DemoAccount account) {
        return Browser.on(port).signIn(account).get(PAGE).body();
    }

    private void spoilt() {
        Sights spoilt = new Sights();
        spoilt.privileged = true;
        spoilt.limits = new Limits(0, true, 100, "on-failure", 5);
        spoilt.setuid = Optional.of(new SetuidFiles(List.of("/usr/bin/passwd", "/bin/su"), true));
        spoilt.engine = new EngineFacts("20.10.24", "1.41", List.of("name=seccomp,profile=default"));
        Instant now = clock.instant();
        looks.begin(now, Duration.ofHours(1));
        rows.keep(found("matrix", spoilt, now));
        rows.keep(found("web", new Sights(), now));
        looks.ended("20.10.24", now);
    }

    private static HardenedContainer found(String name, Sights sights, Instant at) {
        return new HardenedContainer(name, name, sights.image, false, true, at, Benchmark.on(sights.sight()));
    }
}
