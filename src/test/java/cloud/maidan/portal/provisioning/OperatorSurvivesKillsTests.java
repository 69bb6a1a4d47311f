package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.portal.Child;
import cloud.maidan.portal.DatabaseRoles;
import cloud.maidan.portal.PortalNode;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.blueprints.Order.Deed;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.provisioning.PlanRow.State;
import cloud.maidan.portal.subject.ProcessRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The operator, a process with the database's user of its role, is killed at points of bringing a service up on a real
 * engine, of changing it and of putting a sick change back; the next one brings each to its end.
 * {@code -Dportal.operator.kills=N} kills N times at each of the three.
 */
@EnabledIfSystemProperty(
        named = "portal.nodes.forked",
        matches = "true",
        disabledReason = "starts processes; run with -Dportal.nodes.forked=true")
class OperatorSurvivesKillsTests {

    private static final int KILLS = Integer.getInteger("portal.operator.kills", 2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String PATTERN = "classpath:/test-blueprints/*.yaml";
    private static final String WEB = "maidan-small-web";
    private static final String STORE = "maidan-small-store";

    /** @param settings what it is asked for @param end how it is to end @param greeting what is said afterwards */
    private record Errand(Map<String, String> settings, State end, String greeting) {}

    private static final Errand FRESH = new Errand(Map.of("greeting", "first"), State.DONE, "first");
    private static final Errand CHANGE = new Errand(Map.of("greeting", "second"), State.DONE, "second");
    private static final Errand SICK =
            new Errand(Map.of("greeting", "third", "looked-at", "nothing"), State.PUT_BACK, "second");

    private final DatabaseRoles database = DatabaseRoles.migrated();
    private final ServicePlans plans = new ServicePlans(database.as(ProcessRole.WEB));
    private RealEngine engine;
    private ContainerRuntime runtime;
    private Child operator;
    private int asked;

    @BeforeEach
    void start() throws Exception {
        engine = RealEngine.one();
        engine.busybox("maidan-small:1", "HEALTHCHECK CMD [\"/busybox\",\"true\"]", "USER 65534:65534", "EXPOSE 8080");
        runtime = ContainerRuntime.at(engine.host());
        // makes the keys, as on any new installation
        portal(PortalNode.class, ProcessRole.WEB).kill();
        operator = operator();
    }

    @AfterEach
    void end() throws Exception {
        if (operator != null) {
            operator.kill();
        }
        if (runtime != null) {
            for (ContainerStanding left : runtime.works().labelled("cloud.maidan.blueprint", "small")) {
                runtime.works().remove(left.id());
            }
            runtime.works().removeNetwork("maidan-small");
            runtime.close();
        }
    }

    @Test
    void whateverItWasDoingTheNextOneBringsToItsEnd() throws Exception {
        List<List<String>> points = new ArrayList<>();
        for (Errand errand : List.of(FRESH, CHANGE, SICK)) {
            points.add(undisturbed(errand));
        }
        Random random = new Random(20261122);
        points.forEach(each -> Collections.shuffle(each, random));
        for (int kill = 0; kill < KILLS; kill++) {
            remove();
            killed(FRESH, points.get(0), kill);
            killed(CHANGE, points.get(1), kill);
            killed(SICK, points.get(2), kill);
        }
        System.out.println("operator: killed " + 3 * KILLS + " times at "
                + points.stream().map(List::size).toList() + " points of bringing up, changing and putting back; "
                + asked + " plans, each ended once");
        assertThat(endings()).isEqualTo(asked);
    }

    private List<String> undisturbed(Errand errand) throws Exception {
        operator.forget();
        UUID plan = confirmed(Deed.UP, errand.settings());
        ended(plan, errand);
        List<String> passed = new ArrayList<>(operator.passed());
        assertThat(passed).hasSizeGreaterThan(4);
        return passed;
    }

    private void killed(Errand errand, List<String> points, int kill) throws Exception {
        String point = points.get(kill % points.size());
        UUID plan = confirmed(Deed.UP, errand.settings(), point);
        operator.await(("AT " + point)::equals);
        operator.kill();
        assertThat(plans.of(plan).orElseThrow().state()).as(point).isIn(State.RUNNING, State.TURNING_BACK);

        operator = operator();
        ended(plan, errand);
    }

    private void ended(UUID plan, Errand errand) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(plans.of(plan).orElseThrow().endedAt())
                        .as(plans.of(plan).orElseThrow().toString())
                        .isNotNull());
        assertThat(plans.of(plan).orElseThrow().state()).isEqualTo(errand.end());
        await().until(() -> runtime.works().labelled("cloud.maidan.blueprint", "small").stream()
                .allMatch(ContainerStanding::healthy));
        assertThat(runtime.works().labelled("cloud.maidan.blueprint", "small"))
                .extracting(ContainerStanding::name)
                .containsExactlyInAnyOrder(WEB, STORE);
        assertThat(runtime.containers()).hasSize(2);
        assertThat(runtime.works().logs(WEB, 1).getFirst()).startsWith(errand.greeting() + " ");
    }

    private void remove() throws Exception {
        UUID plan = confirmed(Deed.REMOVE, Map.of());
        await().atMost(PATIENCE).until(() -> plans.of(plan).orElseThrow().endedAt() != null);
        assertThat(runtime.containers()).isEmpty();
    }

    private UUID confirmed(Deed deed, Map<String, String> settings) throws Exception {
        return confirmed(deed, settings, "-");
    }

    private UUID confirmed(Deed deed, Map<String, String> settings, String point) throws Exception {
        operator.order(point);
        operator.await("HEARD"::equals);
        UUID id = UUID.randomUUID();
        String hash = Blueprints.at(PATTERN).of("small").orElseThrow().hash();
        assertThat(plans.ask(id, new Order("small", deed, hash, settings), Instant.now()))
                .isTrue();
        asked++;
        await().atMost(PATIENCE).until(() -> plans.of(id).orElseThrow().state() == State.READY);
        String digest = Objects.requireNonNull(plans.of(id).orElseThrow().digest());
        assertThat(plans.confirm(id, digest, Instant.now())).isTrue();
        return id;
    }

    private long endings() {
        return database.asOwner()
                .sql(
                        "select count(*) from audit_record where action in ('provisioning.plan-done', 'provisioning.plan-put-back')")
                .query(Long.class)
                .single();
    }

    private Child operator() throws Exception {
        return portal(KillableOperator.class, ProcessRole.OPERATOR);
    }

    private Child portal(Class<?> program, ProcessRole role) throws Exception {
        return Child.start(
                Child.Program.of(program),
                PATIENCE,
                "--spring.profiles.active=test",
                "--portal.roles=" + role.name().toLowerCase(Locale.ROOT),
                "--spring.datasource.url=" + database.url(role),
                "--spring.flyway.enabled=false",
                "--server.port=0",
                "--portal.docker.host=" + engine.host(),
                "--portal.operator.key-file=" + engine.folder().resolve("kills.key"),
                "--portal.operator.blueprints=" + PATTERN,
                "--portal.provisioning.pace=200ms",
                "--portal.provisioning.lease=2s",
                "--portal.keys.folder=" + engine.folder().resolve("keys"));
    }
}
