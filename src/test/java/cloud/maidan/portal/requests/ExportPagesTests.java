package cloud.maidan.portal.requests;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;

@PortalTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestPropertySource(
        properties = {"portal.requests.per-day=6", "portal.archive.passphrase-work=10", "portal.requests.first-pause=1s"
        })
class ExportPagesTests {

    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

    private final InventedService shed;
    private final InventedService attic;
    private final ServiceCatalog services;
    private final JdbcClient jdbc;
    private final ScheduleDesk schedules;

    @LocalServerPort
    private int port;

    private Browser mira = Browser.on(1);
    private MemberId member = MemberId.random();

    ExportPagesTests(
            InventedService shed,
            InventedService attic,
            ServiceCatalog services,
            JdbcClient jdbc,
            ScheduleDesk schedules) {
        this.schedules = schedules;
        this.shed = shed;
        this.attic = attic;
        this.services = services;
        this.jdbc = jdbc;
    }

    @BeforeEach
    void signIn() {
        mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        member = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(DemoAccount.MEMBER.subject())
                .query(UUID.class)
                .single());
        jdbc.sql("delete from export_schedule where member_id = ?")
                .param(member.value())
                .update();
        jdbc.sql("delete from export_request where member_id = ?")
                .param(member.value())
                .update();
        shed.holds(member, 12);
        attic.holds(member, 3);
    }

    @Test
    void aMemberChoosesChecksWatchesAndTakes() {
        services.ask(member, new ServiceId("shed"));
        assertThat(mira.get("/me/exports").body()).contains("You have made no export yet.");
        assertThat(mira.get("/me/exports/new").body())
                .contains("What do you want to take with you?", "12 items", "Not in this export", "This portal")
                .contains("value=\"shed\" checked");
        assertThat(mira.get("/me/exports/new?service=attic").body())
                .contains("value=\"attic\" checked")
                .doesNotContain("value=\"shed\" checked");

        HttpResponse<String> started = start("shed", "attic");

        String path = started.headers().firstValue("Location").orElseThrow();
        assertThat(path).matches("(http://localhost:\\d+)?/me/exports/[0-9a-f-]{36}");
        awaitText(path, "Your export is ready.");
        assertThat(mira.get(path).body())
                .contains(
                        "Fingerprint (SHA-256)",
                        "Downloads started",
                        "none yet",
                        path.replaceFirst("http://[^/]+", "") + "/archive")
                .containsPattern("Export E-\\d{4}-\\d+");
        assertThat(mira.get("/me/exports").body()).contains("Ready").containsPattern("E-\\d{4}-\\d+");
    }

    @Test
    void choosingNothingIsAnsweredWithWhatToDo() {
        HttpResponse<String> answer = mira.get("/me/exports/check");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("Choose at least one service.", "href=\"#services\"");
        assertThat(mira.get("/me/exports/check?service=no-such&service=%00&service=..")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void aRunningExportMovesWithAndWithoutScript() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        attic.holds(member, 3, note -> waitFor(goOn));
        String path = path(start("shed", "attic"));
        awaitText(path, "1 of 2 services are done");

        HttpResponse<String> page = mira.get(path);
        assertThat(page.headers().allValues("Vary").toString()).containsIgnoringCase("HX-Request");
        assertThat(page.body())
                .contains(
                        "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>",
                        path + "?still",
                        "Collecting");
        assertThat(mira.get(path + "?still").body()).doesNotContain("http-equiv=\"refresh\"", "data-events");
        HttpResponse<String> fragment = mira.get(path, "HX-Request", "true");
        assertThat(fragment.body()).doesNotContain("<html").contains("id=\"export\"", "hx-swap-oob");
        assertThat(fragment.headers().firstValue("HX-Refresh")).isEmpty();

        Thread.ofVirtual().start(() -> {
            pause(1500);
            goOn.countDown();
        });
        HttpResponse<String> events = mira.get(path + "/events");
        assertThat(events.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(events.body()).contains("event:progress").endsWith("event:finished\ndata:100\n\n");
        assertThat(mira.get(path, "HX-Request", "true").headers().firstValue("HX-Refresh"))
                .contains("true");
    }

    @Test
    void aSecondExportLeadsToTheFirstAndSaysSo() {
        CountDownLatch goOn = new CountDownLatch(1);
        attic.holds(member, 3, note -> waitFor(goOn));
        String first = path(start("attic"));

        HttpResponse<String> second = start("shed");

        assertThat(path(second)).isEqualTo(first + "?busy");
        assertThat(mira.follow(second).body()).contains("One export at a time");
        goOn.countDown();
        awaitText(first, "Your export is ready.");
    }

    @Test
    void aDoubleClickMakesOneExport() {
        String token = token("shed");

        HttpResponse<String> first = mira.post("/me/exports", Map.of("service", "shed", "token", token));
        HttpResponse<String> again = mira.post("/me/exports", Map.of("service", "shed", "token", token));

        assertThat(path(again)).isEqualTo(path(first));
        awaitText(path(first), "Your export is ready.");
        assertThat(path(mira.post("/me/exports", Map.of("service", "shed", "token", token))))
                .isEqualTo(path(first));
    }

    @Test
    void cancellingIsOneButtonAndHonest() {
        CountDownLatch goOn = new CountDownLatch(1);
        attic.holds(member, 3, note -> waitFor(goOn));
        String path = path(start("attic"));
        mira.get(path);

        HttpResponse<String> answer = mira.follow(mira.post(path + "/cancel", Map.of()));

        assertThat(answer.body()).contains("You cancelled this export on");
        mira.get("/me/exports/new");
        HttpResponse<String> again = mira.post(path + "/cancel", Map.of());
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("There is nothing left to stop");
        goOn.countDown();
    }

    @Test
    void aSilentServiceIsNamedAndCanBeLeftOut() {
        attic.holds(member, 3, note -> {
            throw InventedService.fault(Fault.UNREACHABLE);
        });
        String path = path(start("shed", "attic"));
        awaitText(path, "Will try again");
        assertThat(mira.get(path).body()).contains("Finish without it", "Next try at", "We keep trying until");

        mira.post(path + "/without/attic", Map.of());

        awaitText(path, "Your export is ready.");
        assertThat(mira.get(path).body()).contains("You chose to finish without it.", "/me/exports/new?service=attic");
    }

    @Test
    void anExpiredExportSaysSinceWhen() {
        String path = path(start("shed"));
        awaitText(path, "Your export is ready.");

        jdbc.sql("update archive set expires_at = now() - interval '1 minute' where member_id = ?")
                .param(member.value())
                .update();

        assertThat(mira.get(path).body()).contains("The archive was deleted on", "Make a new export");
        assertThat(mira.get(path + "/archive").statusCode()).isEqualTo(410);
    }

    @Test
    void tooManyExportsAreRefusedWithATime() {
        for (int i = 0; i < 6; i++) {
            String path = path(start("shed"));
            awaitText(path, "Your export is ready.");
        }

        HttpResponse<String> answer = start("shed");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("You can begin the next one from");
    }

    @Test
    void theFormOfAnArchiveIsChosenAndAPassphraseLeavesNoTrace() {
        String form = mira.get("/me/exports/form?service=shed").body();
        assertThat(form).contains("How shall we hand it over?", "nobody can open the finished archive");

        for (Map<String, String> wrong : List.of(
                Map.of("passphrase", "too short", "again", "too short"),
                Map.of("passphrase", "four words without meaning", "again", "four words without sense"),
                Map.of("passphrase", "", "again", "only typed once"))) {
            HttpResponse<String> answer = mira.post("/me/exports/check", with(wrong, "service", "shed"));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("passphrase-error").doesNotContain("four words", "typed once");
        }
        String check = mira.post(
                        "/me/exports/check",
                        Map.of(
                                "service", "shed",
                                "form", "TAR_ZST",
                                "pieces", "1",
                                "passphrase", "four words without meaning",
                                "again", "four words without meaning"))
                .body();
        assertThat(check)
                .contains("tar.zst", "at most 1 GB", "Without your passphrase nobody can open")
                .doesNotContain("four words");
        Matcher sealed = Pattern.compile("name=\"sealed\" value=\"([^\"]+)\"").matcher(check);
        Matcher token = TOKEN.matcher(check);
        assertThat(sealed.find() && token.find()).isTrue();
        // sealed for this form and this member only
        assertThat(path(mira.post(
                        "/me/exports",
                        Map.of("service", "shed", "token", UUID.randomUUID().toString(), "sealed", sealed.group(1)))))
                .isEqualTo("/me/exports/new");

        String path = path(mira.post(
                "/me/exports",
                Map.of("service", "shed", "token", token.group(1), "form", "TAR_ZST", "sealed", sealed.group(1))));

        awaitText(path, "Your export is ready.");
        assertThat(mira.get(path).body()).contains("Under your passphrase.", "&quot;age -d&quot;");
        HttpResponse<String> file = mira.get(path + "/archive");
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains(".tar.zst.age");
        assertThat(file.body()).startsWith("age-encryption.org/v1\n-> scrypt ");
    }

    @Test
    void aReadyArchiveCanBeDeletedBeforeItsTime() {
        String path = path(start("shed"));
        awaitText(path, "Your export is ready.");

        assertThat(mira.follow(mira.post(path + "/delete", Map.of())).body())
                .contains("You deleted this archive before its time.");
        assertThat(mira.get(path + "/archive").statusCode()).isEqualTo(410);
        mira.get("/me/exports/new");
        assertThat(mira.follow(mira.post(path + "/delete", Map.of())).statusCode())
                .isEqualTo(200);
        assertThat(mira.get("/me/exports").body()).contains("Deleted");
    }

    @Test
    void aRegularExportIsMadeOnceForEachDayAndEndsWhenTheMemberSaysSo() {
        String check = mira.post("/me/exports/check", Map.of("service", "shed", "every", "MONTHLY"))
                .body();
        Matcher token = TOKEN.matcher(check);
        assertThat(token.find()).isTrue();
        String first =
                path(mira.post("/me/exports", Map.of("service", "shed", "token", token.group(1), "every", "MONTHLY")));
        awaitText(first, "Your export is ready.");
        assertThat(mira.get("/me/exports").body()).contains("Regular export", "Every month", "the next one begins on");

        jdbc.sql("update export_schedule set next_at = now() - interval '1 minute' where member_id = ?")
                .param(member.value())
                .update();
        try (var nodes = Executors.newFixedThreadPool(4)) {
            List.of(1, 2, 3, 4).stream()
                    .map(node -> nodes.submit(schedules::planDue))
                    .toList()
                    .forEach(planned -> assertThat(planned).succeedsWithin(ofSeconds(20)));
        }
        await().atMost(ofSeconds(30)).untilAsserted(() -> assertThat(exports()).isEqualTo(2));

        // while one is being made the next is left out
        CountDownLatch goOn = new CountDownLatch(1);
        attic.holds(member, 3, note -> waitFor(goOn));
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(path(start("attic"))).doesNotContain("busy"));
        jdbc.sql("update export_schedule set next_at = now() - interval '30 seconds' where member_id = ?")
                .param(member.value())
                .update();
        schedules.planDue();
        await().atMost(ofSeconds(30))
                .untilAsserted(() -> assertThat(mira.get("/me/exports").body())
                        .contains("was left out because another export was still being made"));
        goOn.countDown();
        assertThat(exports()).isEqualTo(3);

        assertThat(mira.follow(mira.post("/me/exports/schedule/end", Map.of())).body())
                .contains("The regular export has ended.")
                .doesNotContain("the next one begins on");
    }

    private long exports() {
        return jdbc.sql("select count(*) from export_request where member_id = ?")
                .param(member.value())
                .query(Long.class)
                .single();
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> more = new java.util.HashMap<>(fields);
        more.put(name, value);
        return more;
    }

    @Test
    void strangersAndJunkFindNothing() {
        String path = path(start("shed"));
        awaitText(path, "Your export is ready.");
        Browser moss = Browser.on(port).signIn(DemoAccount.MODERATOR);
        moss.get("/me/exports/new");

        for (String below : new String[] {"", "/events", "/archive"}) {
            assertThat(moss.get(path + below).statusCode()).isEqualTo(404);
            assertThat(mira.get("/me/exports/junk" + below).statusCode()).isEqualTo(404);
            assertThat(mira.get("/me/exports/" + UUID.randomUUID() + below).statusCode())
                    .isEqualTo(404);
        }
        assertThat(moss.post(path + "/cancel", Map.of()).statusCode()).isEqualTo(404);
        assertThat(moss.post(path + "/delete", Map.of()).statusCode()).isEqualTo(404);
        assertThat(moss.post(path + "/without/shed", Map.of()).statusCode()).isEqualTo(404);
        mira.get("/me/exports/new");
        assertThat(mira.post(path + "/without/no-such", Map.of()).statusCode()).isEqualTo(404);
        assertThat(mira.post("/me/exports", Map.of("service", "shed", "token", "junk"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(mira.post("/me/exports", Map.of("service", "shed")).statusCode())
                .isEqualTo(400);
        assertThat(Browser.on(port).get(path).statusCode()).isEqualTo(302);
    }

    @Test
    void thePagesSpeakGerman() {
        Browser german = Browser.on(port).speaking("de").signIn(DemoAccount.OFFICER);

        assertThat(german.get("/me/exports").body()).contains("Du hast noch keinen Export erstellt.");
        assertThat(german.get("/me/exports/new").body())
                .contains("Was möchtest du mitnehmen?", "Nicht in diesem Export");
    }

    private HttpResponse<String> start(String... chosen) {
        String token = token(chosen);
        return mira.post("/me/exports", fields(token, chosen));
    }

    private String token(String... chosen) {
        String page = mira.get("/me/exports/check?service=" + String.join("&service=", chosen))
                .body();
        assertThat(page).contains("Check before we start", "What happens next");
        Matcher token = TOKEN.matcher(page);
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private static Map<String, String> fields(String token, String... chosen) {
        return chosen.length == 1
                ? Map.of("token", token, "service", chosen[0])
                : Map.of("token", token, "service", String.join(",", chosen));
    }

    private static String path(HttpResponse<String> redirect) {
        assertThat(redirect.statusCode()).isIn(302, 303);
        return redirect.headers().firstValue("Location").orElseThrow().replaceFirst("^https?://[^/]+", "");
    }

    private void awaitText(String path, String text) {
        await().atMost(ofSeconds(40))
                .pollInterval(ofSeconds(1))
                .untilAsserted(() -> assertThat(mira.get(path).body()).contains(text));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
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
