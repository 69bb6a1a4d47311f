package cloud.maidan.portal.members;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.EmbeddedDatabase;
import cloud.maidan.demo.FreePort;
import cloud.maidan.demo.RealKeycloak;
import cloud.maidan.demo.provider.DemoProvider;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalApplication;
import cloud.maidan.portal.TestProvider;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a session survives: another node, a restart, and a provider that nobody here wrote. */
class RestartTests {

    private static final Pattern KEYCLOAK_FORM = Pattern.compile("action=\"([^\"]+)\"");

    @TempDir
    Path keys;

    @Test
    void aSessionCountsOnEveryNodeAndAfterARestartAndSoDoesItsEnd() {
        DemoProvider provider = TestProvider.provider();
        String database = EmbeddedDatabase.newDatabase();
        int port = FreePort.find();
        int otherPort = FreePort.find();
        Browser browser = Browser.on(port);
        try (var first = portal(port, database, provider.issuer(), provider.clientSecret())) {
            browser.signIn(DemoAccount.MEMBER);
            assertThat(browser.get("/me/sessions").statusCode()).isEqualTo(200);
        }
        try (var again = portal(port, database, provider.issuer(), provider.clientSecret());
                var other = portal(otherPort, database, provider.issuer(), provider.clientSecret())) {
            assertThat(browser.get("/me/sessions").statusCode()).isEqualTo(200);
            // cookies ignore ports: the same browser on the other node
            assertThat(browser.get("http://localhost:" + otherPort + "/me/sessions")
                            .statusCode())
                    .isEqualTo(200);

            int told = Browser.on(otherPort)
                    .post(
                            "/logout/connect/back-channel/authentik",
                            Map.of("logout_token", provider.logoutToken(DemoAccount.MEMBER)))
                    .statusCode();

            assertThat(told).isEqualTo(200);
            assertThat(browser.get("/me/sessions").statusCode()).isEqualTo(302);
        }
    }

    /** {@code -Dportal.real.keycloak=false} leaves it out. */
    @Test
    @Tag("real")
    void aRealKeycloakSignsInRefreshesAndSignsOutOnBothWays() throws Exception {
        Assumptions.assumeTrue(
                !"false".equals(System.getProperty("portal.real.keycloak"))
                        && RealKeycloak.distribution().isPresent(),
                "skipped: no Keycloak in target/keycloak, or switched off by -Dportal.real.keycloak=false");
        String database = EmbeddedDatabase.newDatabase();
        int port = FreePort.find();
        try (RealKeycloak keycloak = RealKeycloak.start(URI.create("http://localhost:" + port))) {
            Browser browser = Browser.on(port);
            try (var first = portal(port, database, keycloak.issuer(), RealKeycloak.CLIENT_SECRET)) {
                assertThat(signIn(browser).statusCode()).isEqualTo(200);

                JdbcClient jdbc = first.getBean(JdbcClient.class);
                jdbc.sql("update member_session set checked_at = now() - interval '6 minutes'")
                        .update();
                assertThat(browser.get("/me/sessions").statusCode()).isEqualTo(200);
                assertThat(jdbc.sql(
                                        "select count(*) from member_session where checked_at > now() - interval '1 minute'")
                                .query(Long.class)
                                .single())
                        .as("refreshed")
                        .isEqualTo(1);

                assertThat(browser.follow(browser.post("/logout", Map.of()))
                                .uri()
                                .getPath())
                        .isEqualTo("/signed-out");
                assertThat(browser.follow(browser.get("/login")).body()).contains("kc-form-login");
            }
            Browser here = Browser.on(port);
            try (var second = portal(port, database, keycloak.issuer(), RealKeycloak.CLIENT_SECRET)) {
                signIn(here);
            }
            try (var third = portal(port, database, keycloak.issuer(), RealKeycloak.CLIENT_SECRET)) {
                assertThat(here.get("/me/sessions").statusCode()).isEqualTo(200);
                // the way out at Keycloak itself, by a browser that asks it directly
                String hint = third.getBean(MemberSessions.class)
                        .idToken(third.getBean(JdbcClient.class)
                                .sql("select id from member_session")
                                .query(java.util.UUID.class)
                                .single())
                        .orElseThrow();
                HttpResponse<String> out =
                        here.get(keycloak.issuer() + "/protocol/openid-connect/logout?client_id=maidan&id_token_hint="
                                + hint + "&post_logout_redirect_uri=http://localhost:" + port + "/signed-out");

                assertThat(out.headers().firstValue("Location"))
                        .as(out.body())
                        .hasValueSatisfying(
                                to -> assertThat(to).startsWith("http://localhost:" + port + "/signed-out"));
                assertThat(endsWithin(here, Duration.ofSeconds(60)))
                        .as(() -> "the session ends; Keycloak's log:\n" + keycloak.log())
                        .isTrue();
            }
        }
    }

    private static HttpResponse<String> signIn(Browser browser) {
        HttpResponse<String> form = browser.follow(browser.get("/me/sessions"));
        Matcher action = KEYCLOAK_FORM.matcher(form.body());
        assertThat(action.find()).as(form.body()).isTrue();
        return browser.follow(browser.post(
                action.group(1).replace("&amp;", "&"),
                Map.of("username", DemoAccount.MEMBER.username(), "password", DemoAccount.PASSWORD)));
    }

    /** Keycloak tells us in its own time. */
    private static boolean endsWithin(Browser browser, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            if (browser.get("/me/sessions").statusCode() == 302) {
                return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    private ConfigurableApplicationContext portal(int port, String database, String issuer, String secret) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", port);
        properties.put("spring.datasource.url", database);
        properties.put("portal.members.issuer", issuer);
        properties.put("portal.members.client-id", "maidan");
        properties.put("portal.members.client-secret", secret);
        properties.put("portal.keys.folder", keys.toString());
        if (secret.equals(RealKeycloak.CLIENT_SECRET)) {
            properties.put("portal.members.scopes", "openid,profile,email");
            // the logout token is refused for good when Keycloak, on a busy machine, is late with its keys
            properties.put("portal.members.read-timeout", "60s");
            properties.put("portal.members.connect-timeout", "60s");
        }
        String[] arguments = properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(PortalApplication.class)
                .profiles("test")
                .run(arguments);
    }
}
