package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.blueprints.Order.Deed;
import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.docker.ContainerWorks.Fetched;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.docker.PretendEngine;
import cloud.maidan.portal.provisioning.PlanRow.State;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The operator at its rows: what pages wrote, what it makes of it, and what somebody else may have written there. */
@PortalTest
class PlanTurnTests {

    private static final MemberId ADMIN = new MemberId(UUID.randomUUID());
    private static final String IMAGE = "docker.io/library/maidan-small:1";
    private static final String WEB = "maidan-small-web";

    @TempDir
    Path folder;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    ProvisioningProperties pacing;

    @Autowired
    ServicePlans plans;

    @Autowired
    ServiceRequests requests;

    @Autowired
    ServiceDesk desk;

    private final Blueprints blueprints = Blueprints.at("classpath:/test-blueprints/*.yaml");
    private PretendEngine engine = new PretendEngine();
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @BeforeEach
    void image() {
        engine.has(IMAGE, "sha256:first");
    }

    @AfterEach
    void empty() {
        jdbc.sql("delete from service_plan").update();
        jdbc.sql("delete from image_lock").update();
    }

    @Test
    void aPlanIsWorkedOutShownConfirmedAndCarriedOut() {
        UUID id = ask(Deed.UP, Map.of("greeting", "moin"));
        assertThat(state(id)).isEqualTo(State.PREPARING);

        assertThat(operator().turn()).isTrue();
        assertThat(state(id)).isEqualTo(State.READY);
        assertThat(plan(id).steps()).hasSize(4);
        assertThat(engine.running()).isEmpty();
        assertThat(operator().turn()).as("nothing before somebody confirms").isFalse();

        confirm(id);
        assertThat(operator().turn()).isTrue();

        assertThat(state(id)).isEqualTo(State.DONE);
        assertThat(engine.spec(WEB).environment()).containsEntry("GREETING", "moin");
        assertThat(plans.steps(id)).isNotEmpty().allMatch(ServicePlans.StepRow::ended);
        assertThat(plans.settings("small")).containsEntry("greeting", "moin");
        assertThat(audited("provisioning.plan-confirmed")).isPositive();
        assertThat(audited("provisioning.plan-done")).isPositive();
    }

    @Test
    void imagesAreThereBeforeAnybodyConfirms() {
        engine = new PretendEngine();
        engine.canFetch(IMAGE);
        UUID id = ask(Deed.UP, Map.of());

        operator().turn();

        assertThat(plan(id).steps()).noneMatch(step -> step.kind().name().equals("FETCH_IMAGE"));
        assertThat(Objects.requireNonNull(plan(id).steps()).getLast().detail()).contains(IMAGE + " (sha256:");
    }

    @Test
    void aNameThatStandsForAnotherImageThanWasConfirmedIsAStepOfItsOwn() {
        carriedOut(Deed.UP);
        assertThat(locked()).isEqualTo("sha256:first");

        engine.has(IMAGE, "sha256:second");
        UUID id = ask(Deed.UP, Map.of());
        operator().turn();
        assertThat(Objects.requireNonNull(plan(id).steps()).getFirst())
                .isEqualTo(new PlanStep(PlanStep.Kind.CHANGE_IMAGE, IMAGE, "sha256:first → sha256:second"));
        assertThat(locked()).as("nobody has confirmed it").isEqualTo("sha256:first");

        confirm(id);
        operator().turn();
        assertThat(state(id)).isEqualTo(State.DONE);
        assertThat(locked()).isEqualTo("sha256:second");
    }

    @Test
    void anImageThatChangesAfterTheConfirmationIsAskedAboutAgain() {
        carriedOut(Deed.UP);
        UUID id = ask(Deed.UP, Map.of("greeting", "moin"));
        operator().turn();
        confirm(id);
        engine.has(IMAGE, "sha256:second");

        operator().turn();

        assertThat(state(id)).isEqualTo(State.READY);
        assertThat(Objects.requireNonNull(plan(id).steps()).getFirst().kind()).isEqualTo(PlanStep.Kind.CHANGE_IMAGE);
        assertThat(locked()).isEqualTo("sha256:first");
    }

    @Test
    void aRowForAnotherBlueprintServiceOrSettingIsRefusedAndRecorded() {
        for (String tampering : List.of(
                "blueprint_hash = repeat('0', 64)",
                "settings = '{\"image\": \"evil/image\"}'",
                "settings = '{\"greeting\": \"a; rm -rf /\"}'",
                "service = '../etc'")) {
            UUID id = ask(Deed.UP, Map.of());
            jdbc.sql("update service_plan set " + tampering + " where id = ?")
                    .params(id)
                    .update();

            operator().turn();

            assertThat(state(id)).as(tampering).isEqualTo(State.REFUSED);
        }
        assertThat(engine.changes()).isZero();
        assertThat(audited("provisioning.plan-refused")).isGreaterThanOrEqualTo(4);
    }

    @Test
    void stepsThatSomebodyWroteIntoTheRowAreNeverDone() {
        UUID id = ask(Deed.UP, Map.of());
        operator().turn();
        jdbc.sql("update service_plan set steps = '[]'::jsonb where id = ?")
                .params(id)
                .update();

        assertThat(plan(id).sound()).isFalse();
        assertThatThrownBy(() -> desk.confirm(id, Objects.requireNonNull(plan(id).digest()), ADMIN))
                .isInstanceOf(PlanRefused.class);

        jdbc.sql("update service_plan set confirmed_digest = 'forged', confirmed_at = now() where id = ?")
                .params(id)
                .update();
        operator().turn();
        assertThat(state(id)).as("shown again, as it is").isEqualTo(State.READY);
        assertThat(plan(id).sound()).isTrue();
        assertThat(engine.running()).isEmpty();
    }

    @Test
    void whatChangedAfterTheConfirmationIsAskedForAgain() {
        UUID id = ask(Deed.UP, Map.of());
        operator().turn();
        confirm(id);
        engine.has(IMAGE, "sha256:exchanged");

        operator().turn();

        assertThat(state(id)).isEqualTo(State.READY);
        assertThat(plan(id).trouble()).isEqualTo(Text.of("provisioning.plan.moved-on"));
        assertThat(engine.running()).isEmpty();
    }

    @Test
    void anOperatorThatIsKilledIsFollowedByAnother() {
        int changes = changes();
        for (int at = 1; at <= changes; at += 3) {
            engine = new PretendEngine();
            image();
            UUID id = ask(Deed.UP, Map.of());
            operator().turn();
            confirm(id);
            engine.killAt(at, at % 2 == 0);
            assertThatThrownBy(() -> operator().turn()).isInstanceOf(PretendEngine.Killed.class);
            engine.killAt(0, false);

            assertThat(operator().turn()).as("the lease of the dead one holds").isFalse();
            now = now.plus(pacing.lease()).plusSeconds(1);
            assertThat(operator().turn()).isTrue();

            assertThat(state(id)).as("killed at change %s", at).isEqualTo(State.DONE);
            assertThat(engine.running())
                    .hasSize(2)
                    .allSatisfy((name, how) -> assertThat(how).isEqualTo("sha256:first runs"));
        }
        assertThat(changes).isGreaterThan(8);
    }

    @Test
    void whoeverWasOvertakenWritesNothingMore() {
        UUID id = ask(Deed.UP, Map.of());
        PlanLeases leases = leases();
        PlanRow slow = leases.take(now).orElseThrow();
        now = now.plus(leases.lease()).plusSeconds(1);
        PlanRow other = leases.take(now).orElseThrow();

        assertThat(leases.renew(slow, now)).isFalse();
        assertThat(leases.ended(slow, PlanRow.Result.FAILED, null, now)).isFalse();
        leases.fetched(slow, "late", new Fetched(1, 2));
        assertThatThrownBy(() -> new RowJournal(leases, slow, clock()).stillMine())
                .isInstanceOf(RowJournal.TakenOver.class);

        assertThat(plan(id).fetched()).isNull();
        assertThat(leases.renew(other, now)).isTrue();
    }

    @Test
    void aLongStepKeepsItsLease() {
        ask(Deed.UP, Map.of());
        PlanLeases leases = leases();
        PlanRow slow = leases.take(now).orElseThrow();

        Instant later = now.plus(pacing.lease());
        try (var renewing = new Heartbeat(Duration.ofMillis(40), () -> leases.renew(slow, later))) {
            await().until(() -> leasedUntil(slow).equals(later.plus(pacing.lease())));
        }
        assertThat(leases.take(later.plusSeconds(1))).isEmpty();
    }

    @Test
    void aSickUpdateIsPutBackAndSaid() {
        carriedOut(Deed.UP);
        engine.has(IMAGE, "sha256:second");
        engine.makesSick("sha256:second");

        UUID id = carriedOut(Deed.UP);

        assertThat(state(id)).isEqualTo(State.PUT_BACK);
        assertThat(plan(id).why()).isEqualTo(Text.of("blueprints.sick.unhealthy", "maidan-small-store"));
        assertThat(engine.running().values()).containsOnly("sha256:first runs");
    }

    @Test
    void anEngineThatIsAwayIsWaitedForAndSaid() {
        UUID id = ask(Deed.UP, Map.of());
        engine.breaks(EngineFault.Why.SOCKET_MISSING);

        operator().turn();
        assertThat(state(id)).isEqualTo(State.PREPARING);
        assertThat(plan(id).trouble()).isEqualTo(Text.of("docker.fault.socket-missing", "/run/docker.sock"));
        assertThat(operator().turn()).as("not at once again").isFalse();

        engine.breaks(null);
        now = now.plusSeconds(11);
        operator().turn();
        assertThat(state(id)).isEqualTo(State.READY);
        assertThat(plan(id).trouble()).isNull();
    }

    @Test
    void oneAtATimeForAServiceAndADroppedOneIsNotCarriedOut() {
        UUID id = ask(Deed.UP, Map.of());
        assertThatThrownBy(() -> ask(Deed.UP, Map.of())).isInstanceOf(PlanRefused.class);

        desk.drop(id, ADMIN);
        assertThat(operator().turn()).isFalse();
        assertThat(state(id)).isEqualTo(State.DROPPED);
        ask(Deed.UP, Map.of());
    }

    @Test
    void withoutAKeyAServiceThatNeedsSecretsIsRefused() {
        UUID id = ask(Deed.UP, Map.of());

        operator("").turn();

        assertThat(plan(id).why()).isEqualTo(Text.of("blueprints.refused.no-key", "small"));
    }

    private int changes() {
        UUID id = ask(Deed.UP, Map.of());
        operator().turn();
        confirm(id);
        engine.killAt(0, false);
        operator().turn();
        return engine.changes();
    }

    private UUID carriedOut(Deed deed) {
        UUID id = ask(deed, Map.of());
        operator().turn();
        confirm(id);
        operator().turn();
        return id;
    }

    private UUID ask(Deed deed, Map<String, String> settings) {
        String hash = blueprints.of("small").orElseThrow().hash();
        return desk.ask(new Order("small", deed, hash, settings), ADMIN);
    }

    private void confirm(UUID id) {
        desk.confirm(id, Objects.requireNonNull(plan(id).digest()), ADMIN);
    }

    private State state(UUID id) {
        return plan(id).state();
    }

    private PlanRow plan(UUID id) {
        return plans.of(id).orElseThrow();
    }

    private PlanTurn operator() {
        return operator(folder.resolve("key").toString());
    }

    private PlanTurn operator(String keyFile) {
        return new PlanTurn(
                engine,
                blueprints,
                new OperatorProperties(keyFile, Blueprints.OURS),
                leases(),
                new ImageLock(jdbc, engine, blueprints),
                requests,
                transaction,
                events,
                clock());
    }

    private String locked() {
        return jdbc.sql("select image_id from image_lock where reference = ?")
                .params(IMAGE)
                .query(String.class)
                .single();
    }

    private Instant leasedUntil(PlanRow plan) {
        return jdbc.sql("select leased_until from service_plan where id = ?")
                .params(plan.id())
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private PlanLeases leases() {
        return new PlanLeases(jdbc, pacing);
    }

    private Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private long audited(String action) {
        return jdbc.sql("select count(*) from audit_record where action = ?")
                .params(action)
                .query(Long.class)
                .single();
    }
}
