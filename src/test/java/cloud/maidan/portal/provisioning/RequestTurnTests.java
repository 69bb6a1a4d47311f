package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.blueprints.Order.Deed;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.docker.PretendEngine;
import cloud.maidan.portal.provisioning.RequestRow.Result;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A policy's request from the worker that asks to the operator that carries it out, and back. */
@PortalTest
class RequestTurnTests {

    private static final ServiceId TUNED = new ServiceId("tuned");
    private static final MemberId ADMIN = new MemberId(UUID.randomUUID());
    private static final String IMAGE = "docker.io/library/maidan-small:1";
    private static final String WEB = "maidan-tuned-web";
    private static final Applied.ByHand KEEP = new Applied.ByHand("server.yaml", "keep.files", "7d");
    private static final Applied.ByHand TRASH = new Applied.ByHand("config.php", "trash", "'auto, 30'");

    @TempDir
    Path folder;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    ServicePlans plans;

    @Autowired
    ServiceDesk desk;

    @Autowired
    ServiceRequests requests;

    @Autowired
    ProvisioningProperties pacing;

    private final Blueprints blueprints = Blueprints.at("classpath:/test-blueprints/*.yaml");
    private long recordsBefore;
    private PretendEngine engine = new PretendEngine();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @BeforeEach
    void image() {
        engine.has(IMAGE, "sha256:first");
        recordsBefore = jdbc.sql("select coalesce(max(id), 0) from audit_record")
                .query(Long.class)
                .single();
    }

    @AfterEach
    void empty() {
        List.of("service_request", "service_overlay", "service_plan", "image_lock")
                .forEach(table -> jdbc.sql("delete from " + table).update());
    }

    @Test
    void aSettingIsAskedForWrittenAndAnsweredOnce() {
        up();
        UUID work = UUID.randomUUID();
        assertThat(write(work, KEEP)).isEmpty();
        assertThat(write(work, KEEP)).as("asked again, not twice").isEmpty();
        assertThat(requests.latest("tuned", 10)).hasSize(1);

        assertThat(operator().turn()).isTrue();
        assertThat(operator().turn()).isFalse();

        assertThat(write(work, KEEP)).contains(new Applied.Written(KEEP, now));
        assertThat(file()).isEqualTo("hosts: []\nkeep:\n  files: 7d\n");
        assertThat(requests.written("tuned")).isEqualTo(Map.of("server.yaml", Map.of("keep.files", "7d")));
        assertThat(audited("provisioning.request-asked")).isEqualTo(1);
        assertThat(audited("provisioning.request-done")).isEqualTo(1);

        write(UUID.randomUUID(), new Applied.ByHand("server.yaml", "hosts", "[\"a.example\"]"));
        operator().turn();
        assertThat(file())
                .as("what was written before stays")
                .isEqualTo("hosts: [\"a.example\"]\nkeep:\n  files: 7d\n");
    }

    @Test
    void aCommandRunsInTheContainerWithTheBareValue() {
        up();
        UUID work = UUID.randomUUID();
        assertThat(write(work, TRASH)).isEmpty();

        operator().turn();

        assertThat(engine.ran()).containsExactly(List.of("/busybox", "echo", "auto, 30"));
        assertThat(write(work, TRASH)).contains(new Applied.Written(TRASH, now));
        assertThat(engine.in(volume())).as("nothing was restarted for it").doesNotContainValue("30");
    }

    @Test
    void aCommandThatEndsBadlyIsSaid() {
        up();
        UUID work = UUID.randomUUID();
        write(work, TRASH);
        engine.fails(true);

        operator().turn();

        assertThat(write(work, TRASH))
                .contains(new Applied.Refused(
                        Text.of("provisioning.request.command-ended", "keep-trash", 1, "it would not")));
    }

    @Test
    void whatIsNotOursOrNotNamedStaysForAPerson() {
        assertThat(write(UUID.randomUUID(), KEEP)).as("never brought up").contains(KEEP);
        up();
        for (Applied.ByHand other : List.of(
                new Applied.ByHand("other.yaml", "keep.files", "7d"),
                new Applied.ByHand("server.yaml", "admin", "true"),
                new Applied.ByHand("server.yaml", "keep.files", "7d\nadmin: true"),
                new Applied.ByHand("config.php", "trash", "'auto, 30'; id"))) {
            assertThat(write(UUID.randomUUID(), other)).contains(other);
        }
        assertThat(hand().run(UUID.randomUUID(), TUNED, "drop-all", Map.of(), () -> {}))
                .contains(new Applied.Refused(Text.of("provisioning.request.not-allowed", "tuned")));
        assertThat(requests.latest("tuned", 10)).isEmpty();

        carriedOut(Deed.REMOVE);
        assertThat(write(UUID.randomUUID(), KEEP)).as("removed").contains(KEEP);
    }

    @Test
    void aRowThatSomebodyWroteOtherwiseIsRefusedAndRecorded() {
        up();
        int changes = engine.changes();
        for (String tampering : List.of(
                "setting = 'admin'",
                "value = E'7d\\nadmin: true'",
                "value = '$(id)'",
                "subject = '../homeserver.yaml'",
                "subject = 'config.php', setting = 'trash', value = '''auto, 30'''",
                "kind = 'COMMAND', subject = 'sh', setting = '', value = '{\"c\": \"id\"}'",
                "kind = 'COMMAND', subject = 'keep-trash', setting = '', value = '{\"days\": \"30; id\"}'",
                "kind = 'COMMAND', subject = 'keep-trash', setting = '', value = '{\"days\": \"1\", \"x\": \"1\"}'",
                "kind = 'COMMAND', subject = 'keep-trash', setting = '', value = '{\"days\": [\"1\"]}'",
                "kind = 'COMMAND', subject = 'keep-trash', setting = '', value = 'not JSON'",
                "service = 'unheard-of'")) {
            write(UUID.randomUUID(), KEEP);
            jdbc.sql("update service_request set " + tampering + " where ended_at is null")
                    .update();

            assertThat(operator().turn()).isTrue();

            assertThat(jdbc.sql("select outcome from service_request order by ended_at desc, asked_at desc limit 1")
                            .query(String.class)
                            .single())
                    .as(tampering)
                    .isEqualTo("REFUSED");
            jdbc.sql("delete from service_request").update();
        }
        assertThat(engine.changes()).isEqualTo(changes);
        assertThat(audited("provisioning.request-refused")).isEqualTo(11);
    }

    @Test
    void aServiceThatIsSickWithItGetsItsFormerSettingBack() {
        up();
        UUID work = UUID.randomUUID();
        write(work, KEEP);
        engine.makesSickWith("files: 7d");

        operator().turn();

        assertThat(write(work, KEEP))
                .contains(new Applied.Refused(Text.of("provisioning.request.was-put-back", "tuned")));
        RequestRow row = requests.latest("tuned", 1).getFirst();
        assertThat(row.outcome()).isEqualTo(Result.PUT_BACK);
        assertThat(row.why()).isEqualTo(Text.of("blueprints.sick.unhealthy", WEB));
        assertThat(file()).isEqualTo("hosts: []\n");
        assertThat(engine.running()).isEqualTo(Map.of(WEB, "sha256:first runs"));
        assertThat(requests.written("tuned")).isEmpty();
        assertThat(audited("provisioning.request-put-back")).isEqualTo(1);
    }

    @Test
    void anOperatorThatIsKilledIsFollowedByAnother() {
        int changes = changes();
        for (int at = 1; at <= changes; at += 2) {
            engine = new PretendEngine();
            image();
            empty();
            up();
            write(UUID.randomUUID(), KEEP);
            engine.killAt(at, at % 4 == 1);
            assertThatThrownBy(() -> operator().turn()).isInstanceOf(PretendEngine.Killed.class);
            engine.killAt(0, false);

            assertThat(operator().turn()).as("the lease of the dead one holds").isFalse();
            UUID plan = ask(Deed.STOP);
            assertThat(planner().turn()).as("no plan begins in between").isFalse();
            now = now.plus(pacing.lease()).plusSeconds(1);
            assertThat(operator().turn()).isTrue();
            desk.drop(plan, ADMIN);

            assertThat(requests.latest("tuned", 1).getFirst().outcome())
                    .as("killed at change %s", at)
                    .isEqualTo(Result.DONE);
            assertThat(file()).contains("files: 7d");
            assertThat(engine.running()).isEqualTo(Map.of(WEB, "sha256:first runs"));
        }
        assertThat(changes).isGreaterThan(8);
    }

    @Test
    void whoeverWasOvertakenWritesNothingMore() {
        up();
        write(UUID.randomUUID(), KEEP);
        RequestRow slow = leases().take(now).orElseThrow();
        now = now.plus(pacing.lease()).plusSeconds(1);
        RequestRow other = leases().take(now).orElseThrow();

        assertThat(leases().renew(slow, now)).isFalse();
        assertThat(leases().ended(slow, Result.DONE, null, now)).isFalse();
        leases().began(slow, "00", now);
        assertThatThrownBy(() -> new RequestJournal(leases(), slow, clock()).stillMine())
                .isInstanceOf(RowJournal.TakenOver.class);

        assertThat(requests.latest("tuned", 1).getFirst().begun()).isFalse();
        assertThat(leases().renew(other, now)).isTrue();
    }

    @Test
    void aConfirmedPlanGoesFirst() {
        up();
        write(UUID.randomUUID(), KEEP);
        UUID plan = ask(Deed.STOP);
        planner().turn();
        desk.confirm(plan, Objects.requireNonNull(plans.of(plan).orElseThrow().digest()), ADMIN);

        assertThat(operator().turn()).isFalse();
        planner().turn();

        assertThat(operator().turn()).as("the service stands still").isTrue();
        RequestRow row = requests.latest("tuned", 1).getFirst();
        assertThat(row.outcome()).isNull();
        assertThat(row.trouble()).isEqualTo(Text.of("provisioning.request.not-well", "tuned"));
        assertThat(engine.running()).isEqualTo(Map.of(WEB, "sha256:first stands"));
        carriedOut(Deed.START);
        now = now.plusSeconds(11);
        operator().turn();
        assertThat(requests.latest("tuned", 1).getFirst().outcome()).isEqualTo(Result.DONE);
    }

    @Test
    void nothingElseChangesWithASetting() {
        up();
        jdbc.sql("update service_plan set settings = '{\"greeting\": \"moin\"}'")
                .update();
        UUID work = UUID.randomUUID();
        write(work, KEEP);
        int changes = engine.changes();

        operator().turn();

        assertThat(write(work, KEEP))
                .contains(new Applied.Refused(Text.of("provisioning.request.not-as-planned", "tuned")));
        assertThat(engine.changes()).isEqualTo(changes);
    }

    @Test
    void anEngineThatIsAwayIsWaitedFor() {
        up();
        write(UUID.randomUUID(), KEEP);
        engine.breaks(EngineFault.Why.SOCKET_MISSING);
        operator().turn();
        assertThat(operator().turn()).as("not at once again").isFalse();

        engine.breaks(null);
        now = now.plusSeconds(11);
        operator().turn();

        assertThat(requests.latest("tuned", 1).getFirst().outcome()).isEqualTo(Result.DONE);
    }

    private int changes() {
        up();
        write(UUID.randomUUID(), KEEP);
        engine.killAt(0, false);
        operator().turn();
        return engine.changes();
    }

    private Optional<Applied> write(UUID work, Applied.ByHand setting) {
        return hand().write(work, TUNED, setting, () -> {});
    }

    private OperatorsHand hand() {
        return new OperatorsHand(blueprints, requests, transaction, events, clock());
    }

    private void up() {
        carriedOut(Deed.UP);
    }

    private void carriedOut(Deed deed) {
        UUID id = ask(deed);
        planner().turn();
        desk.confirm(id, Objects.requireNonNull(plans.of(id).orElseThrow().digest()), ADMIN);
        planner().turn();
        assertThat(plans.of(id).orElseThrow().state()).isEqualTo(PlanRow.State.DONE);
    }

    private UUID ask(Deed deed) {
        String hash = blueprints.of("tuned").orElseThrow().hash();
        return desk.ask(new Order("tuned", deed, hash, Map.of()), ADMIN);
    }

    private PlanTurn planner() {
        return new PlanTurn(
                engine,
                blueprints,
                properties(),
                new PlanLeases(jdbc, pacing),
                new ImageLock(jdbc, engine, blueprints),
                requests,
                transaction,
                events,
                clock());
    }

    private RequestTurn operator() {
        return new RequestTurn(
                engine, blueprints, properties(), plans, requests, leases(), transaction, events, clock());
    }

    private OperatorProperties properties() {
        return new OperatorProperties(folder.resolve("key").toString(), Blueprints.OURS);
    }

    private RequestLeases leases() {
        return new RequestLeases(jdbc, pacing);
    }

    private Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private String file() {
        return engine.in(volume()).getOrDefault("90-maidan.yaml", "");
    }

    private String volume() {
        return engine.spec(WEB).volumes().getFirst().name();
    }

    private long audited(String action) {
        return jdbc.sql("select count(*) from audit_record where action = ? and id > ?")
                .params(action, recordsBefore)
                .query(Long.class)
                .single();
    }
}
