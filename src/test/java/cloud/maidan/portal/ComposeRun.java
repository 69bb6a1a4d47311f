package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * {@code compose.yaml} run for real, from the image's script to {@code down}. It needs the packaged jar, so it has a turn
 * of its own after packaging: {@code ./mvnw verify -Dportal.test.compose=true}, as root with a Docker Engine.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeRun {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final Pattern CONTAINER =
            Pattern.compile("<h2 id=\"container-[^>]*><bdi>([^<]+)</bdi>(.*?)</section>", Pattern.DOTALL);
    private static final Pattern FINDING = Pattern.compile("<strong><span>([0-9.]+)</span>");

    private ComposedPortal portal;

    @BeforeAll
    void start() throws Exception {
        portal = ComposedPortal.start();
    }

    @AfterAll
    void end() throws Exception {
        if (portal != null) {
            portal.close();
        }
    }

    @Test
    @Order(1)
    void everyServiceButTheMigrationRunsAndIsWell() throws Exception {
        assertThat(portal.running())
                .map(name -> name.replaceAll("^[a-z]+[-_]|[-_]1$", ""))
                .containsExactlyInAnyOrder(
                        "postgresql",
                        "portal-web",
                        "portal-worker",
                        "portal-operator",
                        "authentik-server",
                        "authentik-worker",
                        "proxy");
        System.out.println(portal.engine().docker("stats", "--no-stream", "--format", "{{.Name}}\t{{.MemUsage}}"));
        System.out.println(
                "image: " + portal.engine().docker("image", "inspect", "--format", "{{.Size}}", ComposedPortal.IMAGE));
    }

    @Test
    @Order(2)
    void aMemberSignsInThroughTheProxyAndTakesTheirDataHome() throws Exception {
        Browser mira = portal.browser(ComposedPortal.HOME);

        assertThat(mira.enter(DemoAccount.MEMBER, "/me")).satisfies(page -> {
            assertThat(page.uri()).isEqualTo(ComposedPortal.HOME.resolve("/me"));
            assertThat(page.body()).contains("Mira");
            assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();
            assertThat(page.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
        });
        assertThat(mira.get("/me/services/authentik").body()).contains("Authentik");

        String export = ask(mira);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> mira.get(export).body().contains(export + "/archive"));
        assertThat(entries(mira.fetch(export + "/archive").body())).anyMatch(name -> name.contains("/data/authentik/"));

        assertThat(portal.mappedBy("portal-worker"))
                .contains("/opt/portal/native/libzstd-jni", "libjnidispatch", "libdeflate");

        HttpResponse<String> out = mira.follow(mira.post("/logout", Map.of()));
        assertThat(out.uri().getPath()).isEqualTo("/signed-out");
        assertThat(mira.get("/me").statusCode()).isEqualTo(302);
    }

    @Test
    @Order(3)
    void whoSignsOutAtTheProviderIsSignedOutHere() throws Exception {
        Browser mira = portal.browser(ComposedPortal.HOME);
        mira.enter(DemoAccount.MEMBER, "/me/sessions");
        assertThat(mira.get("/me/sessions").statusCode()).isEqualTo(200);

        mira.get(ComposedPortal.PROVIDER
                .resolve("/if/flow/default-invalidation-flow/")
                .toString());

        await().atMost(PATIENCE).until(() -> mira.get("/me/sessions").statusCode() == 302);
    }

    @Test
    @Order(4)
    void theOperatorFindsWhatTheDocumentationSaysAndNothingElse() throws Exception {
        Browser arda = portal.browser(ComposedPortal.HOME);
        arda.enter(DemoAccount.ADMIN, "/admin/hardening");
        // its first look may have come before the last container did
        arda.get("/admin/hardening");
        arda.post("/admin/hardening/look", Map.of());
        await().atMost(PATIENCE).until(() -> found(arda).size() == 8);
        Map<String, List<String>> found = found(arda);
        System.out.println("hardening: " + found);

        assertThat(found)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "portal-web", List.of(),
                        "portal-worker", List.of(),
                        "portal-migration", List.of(),
                        "portal-operator", List.of("5.32"),
                        "authentik-server", List.of(),
                        "authentik-worker", List.of(),
                        "postgresql", List.of("4.6"),
                        "proxy", List.of("4.6", "5.8", "5.9")));
    }

    /** The checks that warn, by container. */
    private static Map<String, List<String>> found(Browser arda) {
        Map<String, List<String>> found = new TreeMap<>();
        Matcher containers = CONTAINER.matcher(arda.get("/admin/hardening").body());
        while (containers.find()) {
            List<String> checks = FINDING.matcher(containers.group(2))
                    .results()
                    .map(each -> each.group(1))
                    .toList();
            found.put(containers.group(1).replaceAll("^[a-z]+[-_]|[-_]1$", ""), checks);
        }
        return found;
    }

    @Test
    @Order(5)
    void noSecretIsInAnEnvironmentOrOnACommandLine() throws Exception {
        List<String> secrets = new ArrayList<>();
        try (Stream<Path> files = Files.list(portal.project().resolve(".secrets"))) {
            for (Path file :
                    files.filter(each -> !each.toString().endsWith(".p12")).toList()) {
                secrets.add(Files.readString(file).strip());
            }
        }
        String containers = portal.engine().docker("ps", "--all", "--quiet").replace('\n', ' ');
        String everything = portal.engine()
                .docker(Stream.concat(Stream.of("inspect"), Stream.of(containers.split(" ")))
                        .toArray(String[]::new));

        assertThat(secrets)
                .hasSizeGreaterThan(9)
                .allSatisfy(secret -> assertThat(everything).doesNotContain(secret));
        assertThat(portal.compose("exec", "-T", "proxy", "sh", "-c", "ls /run/secrets | sort"))
                .isEqualToIgnoringNewLines("tls.crttls.key");
    }

    @Test
    @Order(6)
    void nothingIsLeftAfterDown() throws Exception {
        portal.compose("down", "--volumes");

        assertThat(portal.engine().docker("ps", "--all", "--quiet")).isEmpty();
        assertThat(portal.engine().docker("volume", "ls", "--quiet")).isEmpty();
        assertThat(portal.engine().docker("network", "ls", "--quiet", "--filter", "type=custom"))
                .isEmpty();
    }

    /** @return the export's path */
    private static String ask(Browser mira) {
        String check = mira.get("/me/exports/check?service=authentik").body();
        Matcher token = TOKEN.matcher(check);
        assertThat(token.find()).as(check).isTrue();
        HttpResponse<String> asked = mira.post("/me/exports", Map.of("service", "authentik", "token", token.group(1)));
        return URI.create(asked.headers().firstValue("Location").orElseThrow()).getPath();
    }

    private static List<String> entries(byte[] archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
