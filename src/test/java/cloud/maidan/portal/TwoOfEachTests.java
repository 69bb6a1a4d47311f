package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FreePort;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.demo.provider.DemoProvider;
import cloud.maidan.portal.subject.ProcessRole;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes for browsers and two for steps, each as the database's user of its role, are one portal.
 * {@code -Dportal.nodes.forked=true} makes each a process of its own, which takes a minute of processor time.
 */
class TwoOfEachTests {

    private static final boolean FORKED = Boolean.getBoolean("portal.nodes.forked");
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("portal.nodes.patience", 300));
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final String SESSIONS = "/me/sessions";

    @TempDir
    Path folder;

    private final DatabaseRoles database = DatabaseRoles.migrated();
    private final DemoProvider provider = TestProvider.provider();
    private final MatrixStandIn matrix = MatrixStandIn.start(0, 1000);
    private final List<AutoCloseable> nodes = Collections.synchronizedList(new ArrayList<>());
    private final int first = FreePort.find();
    private final int second = FreePort.find();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable node : nodes) {
            node.close();
        }
        matrix.close();
    }

    @Test
    void whatOneProcessIsToldCountsInTheOther() throws Exception {
        startAll();
        Browser mira = Browser.on(first).signIn(DemoAccount.MEMBER);

        String export = ask(mira);
        await().atMost(PATIENCE).until(() -> mira.get(export).body().contains(export + "/archive"));
        assertThat(entries(mira.get(export + "/archive").uri(), mira)).anyMatch(name -> name.contains("/data/matrix/"));
        nothingWasDoneTwice();

        signOutOnTheOther(mira);
        theProviderTellsTheOther();
    }

    /** Asked on the second, followed on the first. @return the export's path */
    private String ask(Browser mira) throws IOException {
        String check = mira.get(on(second, "/me/exports/check?service=matrix&service=portal"))
                .body();
        Matcher token = TOKEN.matcher(check);
        assertThat(token.find()).as(check).isTrue();
        HttpResponse<String> asked =
                mira.post(on(second, "/me/exports"), Map.of("service", "matrix", "token", token.group(1)));
        String export =
                URI.create(asked.headers().firstValue("Location").orElseThrow()).getPath();
        assertThat(mira.get(export).statusCode()).isEqualTo(200);
        return export;
    }

    private void nothingWasDoneTwice() {
        assertThat(matrix.calls().stream()
                        .filter(call -> call.contains("/messages") || call.contains("/media/download")))
                .isNotEmpty()
                .doesNotHaveDuplicates();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(steps())
                        .hasSizeGreaterThan(1)
                        .allSatisfy(step -> assertThat(step).endsWith(" DONE 1")));
    }

    /** Each with its state and how often it was begun. */
    private List<String> steps() {
        return database.asOwner()
                .sql("select kind || ' ' || state || ' ' || attempts from work_step where kind like 'requests.%'")
                .query((row, number) -> row.getString(1))
                .list();
    }

    private void signOutOnTheOther(Browser mira) {
        assertThat(mira.get(SESSIONS).statusCode()).isEqualTo(200);
        assertThat(mira.get(on(second, SESSIONS)).statusCode()).isEqualTo(200);

        mira.post(on(second, "/logout"), Map.of());

        assertThat(mira.get(SESSIONS).statusCode()).isEqualTo(302);
        assertThat(mira.get(on(second, SESSIONS)).statusCode()).isEqualTo(302);
    }

    private void theProviderTellsTheOther() {
        Browser mira = Browser.on(first).signIn(DemoAccount.MEMBER);

        assertThat(Browser.on(second)
                        .post(
                                "/logout/connect/back-channel/authentik",
                                Map.of("logout_token", provider.logoutToken(DemoAccount.MEMBER)))
                        .statusCode())
                .isEqualTo(200);

        assertThat(mira.get(SESSIONS).statusCode()).isEqualTo(302);
        assertThat(mira.get(on(second, SESSIONS)).statusCode()).isEqualTo(302);
    }

    private static String on(int port, String path) {
        return "http://localhost:" + port + path;
    }

    private static List<String> entries(URI archive, Browser mira) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(archive)
                .header("Cookie", "PORTAL_SESSION=" + mira.cookie("PORTAL_SESSION"))
                .build();
        List<String> names = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient();
                ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(
                        http.send(request, BodyHandlers.ofByteArray()).body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private void startAll() throws Exception {
        String token = Files.writeString(folder.resolve("matrix-token"), MatrixStandIn.TOKEN)
                .toString();
        List<Callable<Boolean>> starts = List.of(
                () -> start(ProcessRole.WEB, first, token),
                () -> start(ProcessRole.WEB, second, token),
                () -> start(ProcessRole.WORKER, 0, token),
                () -> start(ProcessRole.WORKER, 0, token));
        try (ExecutorService starting = Executors.newFixedThreadPool(FORKED ? starts.size() : 1)) {
            for (Future<Boolean> started : starting.invokeAll(starts)) {
                assertThat(started.get()).isTrue();
            }
        }
    }

    private boolean start(ProcessRole role, int port, String token) throws IOException, InterruptedException {
        String[] arguments = arguments(role, port, token);
        return nodes.add(
                FORKED
                        ? Child.start(Child.Program.of(PortalNode.class), PATIENCE, arguments)::kill
                        : PortalNode.start(arguments));
    }

    private String[] arguments(ProcessRole role, int port, String token) {
        return new String[] {
            "--spring.profiles.active=test",
            "--portal.roles=" + role.name().toLowerCase(Locale.ROOT),
            "--spring.datasource.url=" + database.url(role),
            "--spring.flyway.enabled=false",
            "--server.port=" + port,
            "--portal.keys.folder=" + folder.resolve("keys"),
            "--portal.archive.folder=" + folder.resolve("archives"),
            "--portal.erasure.ledger=" + folder.resolve("ledger"),
            "--portal.members.issuer=" + provider.issuer(),
            "--portal.members.client-id=" + provider.clientId(),
            "--portal.members.client-secret=" + provider.clientSecret(),
            "--portal.services.matrix.url=" + matrix.url(),
            "--portal.services.matrix.token-file=" + token
        };
    }
}
