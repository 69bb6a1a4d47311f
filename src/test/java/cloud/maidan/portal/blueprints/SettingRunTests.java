package cloud.maidan.portal.blueprints;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.blueprints.Order.Deed;
import cloud.maidan.portal.docker.PretendEngine;
import cloud.maidan.portal.subject.Text;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A setting that a policy writes: the one container is replaced, and put back when it is not well. */
class SettingRunTests {

    private static final String IMAGE = "docker.io/library/maidan-small:1";
    private static final String WEB = "maidan-tuned-web";
    private static final Map<String, Map<String, String>> WRITTEN = Map.of("server.yaml", Map.of("keep.files", "7d"));

    @TempDir
    Path folder;

    private final Blueprint tuned =
            Blueprints.at("classpath:/test-blueprints/tuned.yaml").of("tuned").orElseThrow();
    private PretendEngine engine = new PretendEngine();

    @Test
    void theContainerThatReadsItIsReplacedByOneThatDoes() {
        up();
        assertThat(file()).isEqualTo("hosts: []\n");

        assertThat(write(UUID.randomUUID(), WRITTEN)).isEqualTo(new Outcome.Done());

        assertThat(file()).isEqualTo("hosts: []\nkeep:\n  files: 7d\n");
        assertThat(engine.in(volume())).containsKey("password");
        assertThat(engine.running()).isEqualTo(Map.of(WEB, "sha256:first runs"));
        assertThat(run().asPlanned(tuned.written(WRITTEN), Map.of(), "web")).isTrue();
    }

    @Test
    void whatIsSoAlreadyRestartsNothing() {
        up();
        write(UUID.randomUUID(), WRITTEN);
        int changes = engine.changes();
        String container = engine.standing(WEB).orElseThrow().id();

        assertThat(write(UUID.randomUUID(), WRITTEN)).isEqualTo(new Outcome.Done());

        assertThat(engine.standing(WEB).orElseThrow().id()).isEqualTo(container);
        assertThat(engine.changes() - changes).as("looks for what lies about").isEqualTo(2);
    }

    @Test
    void theEnvironmentIsAPlaceForOneToo() {
        up();

        write(UUID.randomUUID(), Map.of("the environment", Map.of("KEEP_DAYS", "9")));

        assertThat(engine.spec(WEB).environment())
                .containsEntry("KEEP_DAYS", "9")
                .containsEntry("GREETING", "hello");
    }

    @Test
    void aSickOneIsPutBack() {
        up();
        engine.makesSickWith("files: 7d");

        assertThat(write(UUID.randomUUID(), WRITTEN))
                .isEqualTo(new Outcome.PutBack(Text.of("blueprints.sick.unhealthy", WEB)));

        assertThat(file()).isEqualTo("hosts: []\n");
        assertThat(engine.running()).isEqualTo(Map.of(WEB, "sha256:first runs"));
        assertThat(run().asPlanned(tuned, Map.of(), "web")).isTrue();
    }

    @Test
    void anImageThatMovedOnOrOtherValuesAreNotAsPlanned() {
        up();
        assertThat(run().asPlanned(tuned, Map.of(), "web")).isTrue();

        assertThat(run().asPlanned(tuned, Map.of("greeting", "moin"), "web")).isFalse();
        engine.has(IMAGE, "sha256:second");
        write(UUID.randomUUID(), WRITTEN);
        assertThat(engine.running()).as("the image stays the one that ran").isEqualTo(Map.of(WEB, "sha256:first runs"));
        engine.stop(WEB, Duration.ZERO);
        assertThat(run().asPlanned(tuned.written(WRITTEN), Map.of(), "web")).isFalse();
    }

    @Test
    void killedAtAnyChangeItIsBroughtToItsEnd() {
        int changes = changes(false);
        for (int at = 1; at <= changes; at++) {
            for (boolean after : List.of(false, true)) {
                Outcome outcome = killed(at, after, false);

                assertThat(outcome)
                        .as("killed %s change %s", after ? "after" : "before", at)
                        .isEqualTo(new Outcome.Done());
                assertThat(file()).contains("files: 7d");
                assertThat(engine.running()).isEqualTo(Map.of(WEB, "sha256:first runs"));
            }
        }
        assertThat(changes).isGreaterThan(8);
    }

    @Test
    void killedAtAnyChangeASickOneIsStillPutBack() {
        int changes = changes(true);
        for (int at = 1; at <= changes; at++) {
            for (boolean after : List.of(false, true)) {
                Outcome outcome = killed(at, after, true);

                assertThat(outcome).isInstanceOf(Outcome.PutBack.class);
                assertThat(file())
                        .as("killed %s change %s", after ? "after" : "before", at)
                        .isEqualTo("hosts: []\n");
                assertThat(engine.running()).isEqualTo(Map.of(WEB, "sha256:first runs"));
            }
        }
        assertThat(changes).isGreaterThan(8);
    }

    @Test
    void aPlanKeepsWhatAPolicyWrote() {
        up();
        write(UUID.randomUUID(), WRITTEN);
        Blueprints known = Blueprints.at("classpath:/test-blueprints/tuned.yaml");
        Order order = new Order("tuned", Deed.UP, tuned.hash(), Map.of());

        Planned planned = new Planner(engine, known, key(), each -> each.written(WRITTEN)).plan(order);

        assertThat(planned).isEqualTo(new Planned.Steps(order, List.of()));
    }

    private int changes(boolean sick) {
        fresh(sick);
        engine.killAt(0, false);
        write(UUID.randomUUID(), WRITTEN);
        return engine.changes();
    }

    private Outcome killed(int at, boolean after, boolean sick) {
        fresh(sick);
        UUID request = UUID.randomUUID();
        MemoryJournal journal = new MemoryJournal();
        engine.killAt(at, after);
        try {
            return run().write(request, tuned.written(WRITTEN), Map.of(), "web", journal);
        } catch (PretendEngine.Killed killed) {
            engine.killAt(0, false);
            return run().write(request, tuned.written(WRITTEN), Map.of(), "web", journal);
        }
    }

    private void fresh(boolean sick) {
        engine = new PretendEngine();
        up();
        if (sick) {
            engine.makesSickWith("files: 7d");
        }
    }

    private void up() {
        engine.has(IMAGE, "sha256:first");
        new PlanRun(engine, key(), Duration.ofMillis(1))
                .carryOut(
                        UUID.randomUUID(),
                        new Order("tuned", Deed.UP, tuned.hash(), Map.of()),
                        tuned,
                        new MemoryJournal());
    }

    private Outcome write(UUID request, Map<String, Map<String, String>> written) {
        return run().write(request, tuned.written(written), Map.of(), "web", new MemoryJournal());
    }

    private SettingRun run() {
        return new SettingRun(engine, key(), Duration.ofMillis(1));
    }

    private OperatorKey key() {
        return new OperatorKey(folder.resolve("key"));
    }

    private String file() {
        return engine.in(volume()).getOrDefault("90-maidan.yaml", "");
    }

    private String volume() {
        return engine.spec(WEB).volumes().getFirst().name();
    }
}
