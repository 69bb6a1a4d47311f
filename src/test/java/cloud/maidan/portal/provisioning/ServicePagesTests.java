package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PageBrowser;
import cloud.maidan.portal.PageBrowser.Look;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.docker.PretendEngine;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.options.Cookie;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What an administrator does with a service by pages, while an operator with a pretended engine does its part. */
@PortalTest
class ServicePagesTests {

    private static final String PAGE = "/admin/containers/vaultwarden";
    private static final String SERVER = "maidan-vaultwarden-server";

    @TempDir
    Path folder;

    @LocalServerPort
    int port;

    @Autowired
    Blueprints blueprints;

    @Autowired
    ProvisioningProperties pacing;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    StandingRows standings;

    @Autowired
    ServiceRequests requests;

    private final PretendEngine engine = new PretendEngine();

    @AfterEach
    void empty() {
        List.of("service_request", "service_plan", "service_container", "service_usage", "service_log", "image_lock")
                .forEach(table -> jdbc.sql("delete from " + table).update());
    }

    @Test
    void fromAFormToARunningServiceByAPlanThatWasRead() {
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        assertThat(admin.get("/admin/containers").body()).contains("Vaultwarden", "Not here", "Never run so far");
        assertThat(admin.get(PAGE).body()).contains("Show the plan", "Nobody: it has no way out");

        String plan = asked(admin, Map.of("deed", "UP", "set-domain", "vault.example.org"));
        assertThat(admin.get(plan).body()).contains("Being worked out").doesNotContain("Carry it out");
        operate();
        String ready = admin.get(plan).body();
        assertThat(ready)
                .contains(
                        "Ready to read",
                        "Make and start the container " + SERVER,
                        "vaultwarden/server:1.37.2 (sha256:",
                        "vault.example.org",
                        "Carry it out");

        assertThat(admin.post(plan + "/confirm", Map.of("digest", digest(ready)))
                        .statusCode())
                .isEqualTo(302);
        operate();

        assertThat(admin.get(plan).body()).contains("All steps are done").doesNotContain("Carry it out");
        assertThat(engine.spec(SERVER).environment()).containsEntry("DOMAIN", "https://vault.example.org");
        looked();
        assertThat(admin.get(PAGE).body()).contains("Well", SERVER, "vault.example.org", "Stop");
    }

    @Test
    void whatPoliciesHadWrittenIsThereToRead() {
        aRequestThatWasPutBack();

        assertThat(Browser.on(port).signIn(DemoAccount.ADMIN).get(PAGE).body())
                .contains(
                        "Set by policies",
                        "the environment: TRASH_AUTO_DELETE_DAYS",
                        "Put back",
                        "The container maidan-vaultwarden-server says that it is not well");
    }

    private void aRequestThatWasPutBack() {
        jdbc.sql("""
                insert into service_request
                    (id, asked_for, service, kind, subject, setting, value, asked_at, ended_at, outcome, why)
                values (gen_random_uuid(), gen_random_uuid(), 'vaultwarden', 'SETTING', 'the environment',
                    'TRASH_AUTO_DELETE_DAYS', '30', now(), now(), 'PUT_BACK',
                    '{"key": "blueprints.sick.unhealthy", "args": ["maidan-vaultwarden-server"]}')
                """).update();
    }

    @Test
    void nothingButTheParametersOfTheBlueprintIsTakenFromABrowser() {
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);

        String plan = asked(
                admin,
                Map.of(
                        "deed", "UP",
                        "set-domain", "vault.example.org",
                        "set-image", "evil/image",
                        "image", "evil/image",
                        "privileged", "true",
                        "blueprint_hash", "0"));

        assertThat(jdbc.sql("select settings::text || blueprint_hash from service_plan")
                        .query(String.class)
                        .single())
                .isEqualTo("{\"domain\": \"vault.example.org\"}" + blueprint().hash());
        assertThat(plan).startsWith("/admin/plans/");
    }

    @Test
    void whatDoesNotFitIsSaidAndNothingIsPlanned() {
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        admin.get(PAGE);

        HttpResponse<String> answer = admin.post(PAGE + "/plans", Map.of("deed", "UP", "set-domain", "a b"));

        assertThat(answer.body()).contains("missing or not of their kind", "#set-domain");
        assertThat(jdbc.sql("select count(*) from service_plan")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void auditorsReadAndOthersSeeNothing() {
        assertThat(Browser.on(port).signIn(DemoAccount.MEMBER).get(PAGE).statusCode())
                .isEqualTo(403);
        Browser auditor = Browser.on(port).signIn(DemoAccount.AUDITOR);

        assertThat(auditor.get(PAGE).body()).contains("Vaultwarden").doesNotContain("Show the plan");
        assertThat(auditor.post(PAGE + "/plans", Map.of("deed", "UP")).statusCode())
                .isEqualTo(403);
        assertThat(auditor.get("/admin/plans/" + UUID.randomUUID()).statusCode())
                .isEqualTo(404);
        assertThat(auditor.get("/admin/plans/x").statusCode()).isEqualTo(404);
        assertThat(auditor.get("/admin/containers/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aPlanThatSomebodyChangedByHandIsSaidAndCannotBeConfirmed() {
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        admin.get(PAGE);
        String plan = asked(admin, Map.of("deed", "UP", "set-domain", "vault.example.org"));
        operate();
        String digest = digest(admin.get(plan).body());
        jdbc.sql("update service_plan set steps = '[]'::jsonb").update();

        assertThat(admin.get(plan).body()).contains("changed by hand").doesNotContain("name=\"digest\"");
        assertThat(admin.post(plan + "/confirm", Map.of("digest", digest)).statusCode())
                .isEqualTo(409);
    }

    @Test
    void whatAContainerWritesIsReadByTheOperatorAndShown() {
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        String plan = asked(admin, Map.of("deed", "UP", "set-domain", "vault.example.org"));
        operate();
        admin.post(plan + "/confirm", Map.of("digest", digest(admin.get(plan).body())));
        operate();
        looked();

        admin.get(PAGE);
        assertThat(admin.post(PAGE + "/log", Map.of("container", SERVER)).statusCode())
                .isEqualTo(302);
        assertThat(admin.get(PAGE).body()).contains("The operator reads it");
        looked();

        assertThat(admin.get(PAGE).body()).contains("one\ntwo");
        assertThat(admin.post(PAGE + "/log", Map.of("container", "postgresql")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePagesInEveryLook() {
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);
        String plan = asked(
                admin, Map.of("deed", "UP", "set-domain", "vault.example.org", "set-authentik", "auth.example.org"));
        operate();
        assertThat(admin.get(plan).body())
                .contains("Left to you", "https://vault.example.org/identity/connect/oidc-signin", "by hand");
        String session = Objects.requireNonNull(admin.cookie("PORTAL_SESSION"));
        seen(session, "containers-plan", plan);
        admin.post(plan + "/confirm", Map.of("digest", digest(admin.get(plan).body())));
        operate();
        looked();
        admin.get(PAGE);
        admin.post(PAGE + "/log", Map.of("container", SERVER));
        looked();
        aRequestThatWasPutBack();
        seen(session, "containers-service", PAGE);
        seen(session, "containers-list", "/admin/containers");
    }

    private void seen(String session, String name, String path) {
        try (PageBrowser chromium = PageBrowser.open()) {
            for (Look look : Look.everyday()) {
                jdbc.sql("update member set locale = ? where subject = ?")
                        .params(look.language(), DemoAccount.ADMIN.subject())
                        .update();
                try (PageBrowser.Window window = chromium.window("http://localhost:" + port, look)) {
                    window.context()
                            .addCookies(
                                    List.of(new Cookie("PORTAL_SESSION", session).setUrl("http://localhost:" + port)));
                    window.page().navigate(path);
                    window.screenshot(name);

                    assertThat(new AxeBuilder(window.page()).analyze().getViolations())
                            .isEmpty();
                    assertThat(window.complaints()).isEmpty();
                    assertThat(window.page()
                                    .evaluate("document.documentElement.scrollWidth"
                                            + " <= document.documentElement.clientWidth"))
                            .as("%s fits %s", name, look)
                            .isEqualTo(true);
                }
            }
        } finally {
            jdbc.sql("update member set locale = null where subject = ?")
                    .params(DemoAccount.ADMIN.subject())
                    .update();
        }
    }

    private String asked(Browser admin, Map<String, String> fields) {
        admin.get(PAGE);
        HttpResponse<String> answer = admin.post(PAGE + "/plans", fields);
        assertThat(answer.statusCode()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow().replaceFirst("^https?://[^/]*", "");
    }

    private void operate() {
        engine.canFetch(
                Objects.requireNonNull(blueprint().parts().get("server")).image());
        OperatorProperties properties =
                new OperatorProperties(folder.resolve("key").toString(), Blueprints.OURS);
        new PlanTurn(
                        engine,
                        blueprints,
                        properties,
                        new PlanLeases(jdbc, pacing),
                        new ImageLock(jdbc, engine, blueprints),
                        requests,
                        transaction,
                        events,
                        Clock.systemUTC())
                .turn();
    }

    private void looked() {
        OperatorProperties properties =
                new OperatorProperties(folder.resolve("key").toString(), Blueprints.OURS);
        new StandingTurn(engine, blueprints, properties, standings, Clock.systemUTC()).turn();
    }

    private Blueprint blueprint() {
        return blueprints.of("vaultwarden").orElseThrow();
    }

    private static String digest(String page) {
        return page.replaceFirst("(?s).*name=\"digest\" value=\"([0-9a-f]{64})\".*", "$1");
    }
}
