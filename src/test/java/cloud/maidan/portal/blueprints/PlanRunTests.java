package cloud.maidan.portal.blueprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.maidan.portal.blueprints.Order.Deed;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.docker.PretendEngine;
import cloud.maidan.portal.subject.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanRunTests {

    private static final String IMAGE = "docker.io/library/maidan-small:1";
    private static final String WEB = "maidan-small-web";
    private static final String STORE = "maidan-small-store";

    @TempDir
    Path folder;

    private final Blueprints blueprints = Blueprints.at("classpath:/test-blueprints/small.yaml");
    private PretendEngine engine = new PretendEngine();

    @BeforeEach
    void imageIsThere() {
        engine.has(IMAGE, "sha256:first");
    }

    @Test
    void aServiceComesUpInThreeKindsOfSteps() {
        assertThat(kinds(planned(order(Deed.UP, Map.of()))))
                .containsExactly("MAKE_NETWORK", "MAKE_VOLUME", "MAKE_CONTAINER", "MAKE_CONTAINER");

        assertThat(up(Map.of())).isEqualTo(new Outcome.Done());

        assertThat(engine.running()).isEqualTo(Map.of(STORE, "sha256:first runs", WEB, "sha256:first runs"));
        assertThat(engine.networks()).containsExactly("maidan-small");
        assertThat(planned(order(Deed.UP, Map.of())).steps()).isEmpty();
    }

    @Test
    void aSecretIsInItsFileAndNowhereElse() {
        up(Map.of());

        String volume = engine.spec(WEB).volumes().getFirst().name();
        String secret = engine.in(volume).getOrDefault("password", "");
        assertThat(secret).matches("[A-Za-z0-9_-]{43}");
        assertThat(engine.spec(WEB).toString() + engine.spec(STORE)).doesNotContain(secret);
        assertThat(engine.spec(STORE).volumes()).allMatch(each -> !each.name().equals(volume));
    }

    @Test
    void onlyWhatDiffersIsReplaced() {
        up(Map.of());

        assertThat(planned(order(Deed.UP, Map.of("greeting", "moin"))).steps())
                .extracting(PlanStep::kind, PlanStep::subject)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(PlanStep.Kind.REPLACE_CONTAINER, WEB));
        up(Map.of("greeting", "moin"));

        assertThat(engine.spec(WEB).environment()).containsEntry("GREETING", "moin");
        assertThat(engine.running()).hasSize(2);
    }

    @Test
    void aSickUpdateIsPutBack() {
        up(Map.of());
        engine.has(IMAGE, "sha256:second");
        engine.makesSick("sha256:second");

        Outcome outcome = up(Map.of());

        assertThat(outcome).isEqualTo(new Outcome.PutBack(Text.of("blueprints.sick.unhealthy", STORE)));
        assertThat(engine.running()).isEqualTo(Map.of(STORE, "sha256:first runs", WEB, "sha256:first runs"));
    }

    @Test
    void killedAtAnyChangeItIsBroughtToItsEnd() {
        int changes = changesOf(() -> up(Map.of()));
        for (int at = 1; at <= changes; at++) {
            for (boolean after : List.of(false, true)) {
                fresh();
                killedAndBegunAgain(at, after, Map.of());

                assertThat(engine.running())
                        .as("killed %s change %s", after ? "after" : "before", at)
                        .isEqualTo(Map.of(STORE, "sha256:first runs", WEB, "sha256:first runs"));
                assertThat(planned(order(Deed.UP, Map.of())).steps()).isEmpty();
                assertThat(engine.in(engine.spec(WEB).volumes().getFirst().name()))
                        .containsKey("password");
            }
        }
        assertThat(changes).isGreaterThan(10);
    }

    @Test
    void killedAtAnyChangeASickUpdateIsStillPutBack() {
        int changes = changesOf(() -> sickUpdate(0, false));
        for (int at = 1; at <= changes; at++) {
            for (boolean after : List.of(false, true)) {
                Outcome outcome = sickUpdate(at, after);

                assertThat(outcome).isInstanceOf(Outcome.PutBack.class);
                assertThat(engine.running())
                        .as("killed %s change %s", after ? "after" : "before", at)
                        .isEqualTo(Map.of(STORE, "sha256:first runs", WEB, "sha256:first runs"));
            }
        }
        assertThat(changes).isGreaterThan(10);
    }

    @Test
    void aPartThatIsSwitchedOffGoesAndTheOthersStay() {
        Blueprints parted = Blueprints.at("classpath:/test-blueprints/parted.yaml");
        up(parted, "parted", Map.of("helper", "yes"));
        assertThat(engine.running()).containsOnlyKeys("maidan-parted-front", "maidan-parted-helper");

        up(parted, "parted", Map.of("helper", "no"));
        assertThat(engine.running()).containsOnlyKeys("maidan-parted-front");
        carried(parted, "parted", Deed.STOP, Map.of());
        assertThat(carried(parted, "parted", Deed.START, Map.of())).isEqualTo(new Outcome.Done());
        assertThat(engine.running()).isEqualTo(Map.of("maidan-parted-front", "sha256:first runs"));
    }

    @Test
    void aNetworkThatAnotherServiceIsInStaysUntilThatServiceIsGone() {
        Blueprints parted = Blueprints.at("classpath:/test-blueprints/parted.yaml");
        up(Map.of());
        up(parted, "parted", Map.of());
        assertThat(engine.spec("maidan-parted-front").networks()).containsOnlyKeys("maidan-parted", "maidan-small");

        assertThat(planned(order(Deed.REMOVE, Map.of())).steps())
                .noneMatch(step -> step.kind() == PlanStep.Kind.REMOVE_NETWORK);
        carried(blueprints, "small", Deed.REMOVE, Map.of());
        assertThat(engine.networks()).contains("maidan-small", "maidan-parted");

        up(Map.of());
        carried(parted, "parted", Deed.REMOVE, Map.of());
        carried(blueprints, "small", Deed.REMOVE, Map.of());
        assertThat(engine.networks()).isEmpty();
    }

    private void up(Blueprints from, String service, Map<String, String> settings) {
        assertThat(carried(from, service, Deed.UP, settings)).isEqualTo(new Outcome.Done());
    }

    private Outcome carried(Blueprints from, String service, Deed deed, Map<String, String> settings) {
        Blueprint blueprint = from.of(service).orElseThrow();
        return new PlanRun(engine, new OperatorKey(folder.resolve("key")), Duration.ZERO)
                .carryOut(
                        UUID.randomUUID(),
                        new Order(service, deed, blueprint.hash(), settings),
                        blueprint,
                        new MemoryJournal());
    }

    @Test
    void itStopsStartsAndIsRemovedWithoutItsData() {
        up(Map.of());

        carryOut(order(Deed.STOP, Map.of()));
        assertThat(engine.running()).isEqualTo(Map.of(STORE, "sha256:first stands", WEB, "sha256:first stands"));
        carryOut(order(Deed.START, Map.of()));
        assertThat(engine.running().values()).containsOnly("sha256:first runs");
        carryOut(order(Deed.REMOVE, Map.of()));

        assertThat(engine.running()).isEmpty();
        assertThat(engine.networks()).isEmpty();
        assertThat(engine.volumes()).contains("maidan-small-data");
        assertThat(new Planner(engine, blueprints, key()).plan(order(Deed.STOP, Map.of())))
                .isEqualTo(new Planned.Refused(Text.of("blueprints.refused.not-there", "small")));
    }

    @Test
    void aNameThatIsTakenIsSaidBeforeAnythingIsTouched() {
        engine.foreign(WEB);
        int before = engine.changes();

        assertThat(new Planner(engine, blueprints, key()).plan(order(Deed.UP, Map.of())))
                .isEqualTo(new Planned.Refused(Text.of("docker.fault.name-taken", WEB)));
        assertThat(engine.changes()).isEqualTo(before);
    }

    @Test
    void aContainerRemovedBehindOurBackIsMadeAgain() {
        up(Map.of());
        engine.vanish(WEB);

        assertThat(kinds(planned(order(Deed.UP, Map.of())))).containsExactly("MAKE_CONTAINER");
        up(Map.of());

        assertThat(engine.running()).containsKey(WEB);
    }

    @Test
    void anImageThatNobodyHasLeavesNothingBehind() {
        engine = new PretendEngine();

        assertThat(up(Map.of())).isEqualTo(new Outcome.PutBack(Text.of("docker.fault.image-missing", IMAGE)));

        assertThat(engine.running()).isEmpty();
        assertThat(engine.networks()).isEmpty();
    }

    @Test
    void anImageIsFetchedWhenARegistryHasIt() {
        engine = new PretendEngine();
        engine.canFetch(IMAGE);

        assertThat(kinds(planned(order(Deed.UP, Map.of())))).contains("FETCH_IMAGE");
        assertThat(up(Map.of())).isEqualTo(new Outcome.Done());
    }

    @Test
    void anEngineThatIsAwayPutsNothingBack() {
        up(Map.of());
        engine.breaks(EngineFault.Why.SOCKET_MISSING);

        assertThatThrownBy(() -> up(Map.of("greeting", "moin")))
                .isInstanceOfSatisfying(
                        EngineFault.class,
                        fault -> assertThat(PlanRun.passes(fault)).isTrue());
        engine.breaks(null);

        assertThat(engine.running().values()).containsOnly("sha256:first runs");
    }

    @Test
    void anOrderForAnotherBlueprintOrWithOtherSettingsIsRefused() {
        Planner planner = new Planner(engine, blueprints, key());

        assertThat(planner.plan(new Order("small", Deed.UP, "00", Map.of())))
                .isEqualTo(new Planned.Refused(Text.of("blueprints.refused.other-hash", "small")));
        assertThat(planner.plan(new Order("large", Deed.UP, "00", Map.of())))
                .isEqualTo(new Planned.Refused(Text.of("blueprints.refused.unknown", "large")));
        assertThat(planner.plan(order(Deed.UP, Map.of("image", "evil", "greeting", "a b"))))
                .isEqualTo(new Planned.Refused(Text.of("blueprints.refused.settings", "image, greeting")));
        assertThat(planner.plan(order(Deed.STOP, Map.of("image", "evil")))).isInstanceOf(Planned.Refused.class);
    }

    @Test
    void whatIsConfirmedIsExactlyWhatWasShown() {
        Planned.Steps shown = planned(order(Deed.UP, Map.of()));
        assertThat(planned(order(Deed.UP, Map.of())).digest()).isEqualTo(shown.digest());

        assertThat(planned(order(Deed.UP, Map.of("greeting", "moin"))).digest()).isNotEqualTo(shown.digest());
        engine.has(IMAGE, "sha256:exchanged");
        assertThat(planned(order(Deed.UP, Map.of())).digest()).isNotEqualTo(shown.digest());
    }

    private Outcome sickUpdate(int killAt, boolean after) {
        fresh();
        up(Map.of());
        engine.has(IMAGE, "sha256:second");
        engine.makesSick("sha256:second");
        return killedAndBegunAgain(killAt, after, Map.of());
    }

    private Outcome killedAndBegunAgain(int at, boolean after, Map<String, String> settings) {
        UUID plan = UUID.randomUUID();
        MemoryJournal journal = new MemoryJournal();
        Order order = order(Deed.UP, settings);
        engine.killAt(at, after);
        try {
            return run().carryOut(plan, order, blueprint(), journal);
        } catch (PretendEngine.Killed killed) {
            engine.killAt(0, false);
            return run().carryOut(plan, order, blueprint(), journal);
        }
    }

    private int changesOf(Runnable run) {
        engine.killAt(0, false);
        run.run();
        return engine.changes();
    }

    private void fresh() {
        engine = new PretendEngine();
        imageIsThere();
    }

    private Outcome up(Map<String, String> settings) {
        return carryOut(order(Deed.UP, settings));
    }

    private Outcome carryOut(Order order) {
        return run().carryOut(UUID.randomUUID(), order, blueprint(), new MemoryJournal());
    }

    private PlanRun run() {
        return new PlanRun(engine, key(), Duration.ofMillis(1));
    }

    private OperatorKey key() {
        return new OperatorKey(folder.resolve("key"));
    }

    private Planned.Steps planned(Order order) {
        return (Planned.Steps) new Planner(engine, blueprints, key()).plan(order);
    }

    private Order order(Deed deed, Map<String, String> settings) {
        return new Order("small", deed, blueprint().hash(), settings);
    }

    private Blueprint blueprint() {
        return blueprints.of("small").orElseThrow();
    }

    private static List<String> kinds(Planned.Steps planned) {
        return planned.steps().stream().map(step -> step.kind().name()).toList();
    }
}
