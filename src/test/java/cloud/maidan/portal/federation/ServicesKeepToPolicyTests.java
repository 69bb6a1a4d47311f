package cloud.maidan.portal.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.demo.NextcloudFederating;
import cloud.maidan.demo.NextcloudStandIn;
import cloud.maidan.demo.PeerTubeFederating;
import cloud.maidan.demo.PeerTubeStandIn;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.TestCommunity;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.Text;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** One policy at every connected service: set, read back, changed behind the portal's back, found in one check. */
@CommunityTest
class ServicesKeepToPolicyTests {

    private static final List<String> FEDERATING = List.of("matrix", "nextcloud", "peertube");

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ServiceCatalog services;

    @Autowired
    Words words;

    @Autowired
    PolicyRows policies;

    @Autowired
    DriftRows drifts;

    @Autowired
    TakenRows taken;

    @Autowired
    DriftCheck check;

    private Browser admin = Browser.on(1);
    private String videoSettings = "";

    /**
     * @param applied what carrying out a closed policy says, but for what cannot be done
     * @param drift somebody changes it behind the portal's back
     * @param found what one check finds of that
     * @param mended what carrying the policy out again puts an end to
     */
    record At(String service, List<Applied> applied, Runnable drift, List<String> found, List<String> mended) {

        @Override
        public String toString() {
            return service;
        }
    }

    static List<At> federating() {
        return List.of(
                new At(
                        "matrix",
                        List.of(
                                new Applied.AlreadySo(),
                                new Applied.ByHand("homeserver.yaml", "federation_domain_whitelist", "[]")),
                        () -> matrix().federating().whitelist(List.of("spam.example")),
                        List.of("+spam.example"),
                        List.of()),
                new At(
                        "nextcloud",
                        List.of(new Applied.Done(), new Applied.Done()),
                        () -> {
                            files().set("incoming_server2server_share_enabled", "yes");
                            files().trust("https://spam.example/cloud");
                        },
                        List.of("incoming_server2server_share_enabled", "trusted spam.example"),
                        List.of("incoming_server2server_share_enabled", "trusted spam.example")),
                new At(
                        "peertube",
                        List.of(
                                new Applied.ByHand("config/production.yaml", "federation.enabled", "false"),
                                new Applied.Done(),
                                new Applied.Done()),
                        () -> {
                            videos().turn("followers.instance.enabled", true);
                            videos().follow("spam.example");
                            videos().store("spam.example");
                        },
                        List.of("followers.instance.enabled", "following spam.example", "videos spam.example"),
                        List.of("followers.instance.enabled", "following spam.example")));
    }

    @BeforeEach
    void open() {
        TestCommunity.community().heal();
        empty();
        videoSettings = videos().all();
        files().trust("https://hills.example/cloud");
        videos().follow("hills.example");
        admin = Browser.on(port).signIn(DemoAccount.ADMIN);
    }

    @AfterEach
    void asItWas() {
        empty();
        matrix().federating().whitelist(null);
        videos().all(videoSettings);
        videos().enable(true);
        videos().forgetOthers();
        List.of("incoming_server2server_share_enabled", "outgoing_server2server_share_enabled")
                .forEach(key -> files().set(key, "yes"));
        files().trustNobody();
    }

    private void empty() {
        List.of("federation_policy", "federation_taken", "federation_check", "federation_drift", "letter")
                .forEach(table -> jdbc.sql("delete from " + table).update());
        jdbc.sql("delete from work_step where kind = ?").param(EnforceTask.KIND).update();
    }

    private static MatrixStandIn matrix() {
        return TestCommunity.community().standIn(MatrixStandIn.class);
    }

    private static NextcloudFederating files() {
        return TestCommunity.community().standIn(NextcloudStandIn.class).ocs().federating();
    }

    private static PeerTubeFederating videos() {
        return TestCommunity.community().standIn(PeerTubeStandIn.class).federating();
    }

    @ParameterizedTest
    @MethodSource("federating")
    void whatIsSetIsReadBackAndADriftIsFoundInOneCheck(At at) {
        decide("CLOSED", "");
        assertThat(taken.all())
                .filteredOn(row -> row.service().equals(at.service))
                .extracting(TakenRows.Row::applied)
                .filteredOn(applied -> !(applied instanceof Applied.Refused))
                .containsExactlyElementsOf(at.applied);
        matrix().federating().whitelist(List.of());
        videos().enable(false);
        checked(at.service);
        List<String> before = items(at);
        assertThat(before).allMatch(item -> item.startsWith("!"));
        jdbc.sql("delete from letter").update();

        at.drift.run();
        checked(at.service);

        assertThat(items(at)).containsExactlyInAnyOrderElementsOf(and(before, at.found));
        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter)
                        .contains(at.found.size() == 1 ? "One difference was" : at.found.size() + " differences were")
                        .contains(
                                at.service.equals("nextcloud")
                                        ? "incoming_server2server_share_enabled"
                                        : "spam.example"));
        checked(at.service);
        assertThat(letters()).as("told once").hasSize(1);
        admin.get("/admin/federation");
        assertThat(admin.post("/admin/federation/services/" + at.service + "/enforcements", Map.of())
                        .statusCode())
                .isEqualTo(302);
        List<String> left = and(
                before,
                at.found.stream().filter(item -> !at.mended.contains(item)).toList());
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(items(at)).containsExactlyInAnyOrderElementsOf(left));
    }

    @Test
    void whatIsAcceptedStaysSilentAndIsAudited() {
        decide("CLOSED", "");
        matrix().federating().whitelist(List.of("hills.example"));
        checked("matrix");
        DriftRows.Row drift = drifts.after(false, 0, 50).stream()
                .filter(row -> row.item().equals("+hills.example"))
                .findFirst()
                .orElseThrow();
        assertThat(drift.kind()).isEqualTo(Drift.Kind.CONFIGURATION);
        long accepted = audited("federation.accepted");
        admin.get("/admin/federation");

        admin.post("/admin/federation/drifts/" + drift.id() + "/acceptance", Map.of("reason", "our neighbours"));

        jdbc.sql("delete from letter").update();
        checked("matrix");
        assertThat(drifts.after(false, 0, 50)).extracting(DriftRows.Row::item).doesNotContain("+hills.example");
        assertThat(letters()).isEmpty();
        assertThat(audited("federation.accepted")).isEqualTo(accepted + 1);
        assertThat(audited("federation.drift-found")).isPositive();
    }

    @Test
    void everyOtherServiceSaysWhyThereIsNothingToSet() {
        for (ServiceProfile profile : services.profiles()) {
            Optional<Federation> federation = services.federation(profile.id());
            assertThat(federation.isPresent())
                    .as(profile.id().value())
                    .isEqualTo(FEDERATING.contains(profile.id().value()));
            if (federation.isEmpty()) {
                Text why = profile.gaps().get(Federation.class);
                assertThat(why).as(profile.id().value()).isNotNull();
                for (Locale language : List.of(Locale.ENGLISH, Locale.GERMAN)) {
                    assertThat(words.say(why == null ? Text.of("") : why, language, ZoneOffset.UTC))
                            .as(profile.id().value())
                            .isNotBlank()
                            .doesNotContain("gap.federation");
                }
            }
        }
    }

    /** Until every service was told. */
    private void decide(String stance, String servers) {
        admin.get("/admin/federation/new");
        int base = policies.current().map(row -> row.base() + 1).orElse(0);
        HttpResponse<String> draft = admin.post(
                "/admin/federation/drafts",
                Map.of("base", Integer.toString(base), "stance", stance, "servers", servers));
        String path = draft.headers().firstValue("Location").orElseThrow().replaceFirst("^https?://[^/]+", "");
        admin.get(path);
        assertThat(admin.post(path + "/decision", Map.of()).statusCode()).isEqualTo(302);
        await().atMost(Duration.ofSeconds(90))
                .until(() -> jdbc.sql("select count(*) from work_step where kind = ? and state = 'DONE'")
                                .param(EnforceTask.KIND)
                                .query(Long.class)
                                .single()
                        == (long) FEDERATING.size() * (base + 1));
    }

    /** A busy machine may not answer in time; then it was no check. */
    private void checked(String service) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            check.check(new ServiceId(service));
            return drifts.checks().stream().anyMatch(each -> each.service().equals(service) && each.fault() == null);
        });
    }

    private List<String> items(At at) {
        return drifts.after(false, 0, 100).stream()
                .filter(row -> row.service().equals(at.service))
                .map(DriftRows.Row::item)
                .toList();
    }

    private static List<String> and(List<String> some, List<String> others) {
        return Stream.of(some, others).flatMap(List::stream).toList();
    }

    private long audited(String action) {
        return jdbc.sql("select count(*) from audit_record where action = ?")
                .param(action)
                .query(Long.class)
                .single();
    }

    private List<String> letters() {
        return jdbc
                .sql("select paragraphs from letter where path = '/admin/federation'"
                        + " and member_id in (select id from member where subject = ?) order by created_at")
                .param(DemoAccount.ADMIN.subject())
                .query((row, number) -> row.getString(1))
                .list()
                .stream()
                .map(this::said)
                .toList();
    }

    private String said(String paragraphs) {
        return Stream.of(JsonMapper.shared().readValue(paragraphs, Text[].class))
                .map(text -> words.say(text, Locale.ENGLISH, ZoneOffset.UTC))
                .reduce("", (all, next) -> all + "\n" + next);
    }
}
