package cloud.maidan.portal.blueprints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import cloud.maidan.portal.blueprints.Order.Deed;
import cloud.maidan.portal.blueprints.PlanStep.Kind;
import cloud.maidan.portal.docker.PretendEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vaultwarden comes up, changes and goes while Authentik stands beside it. */
class SignInRunTests {

    private static final String VAULT = "maidan-vaultwarden-server";
    private static final Map<String, String> ON =
            Map.of("domain", "vault.example.org", "authentik", "auth.example.org");
    private static final Map<String, String> OFF = Map.of("domain", "vault.example.org");
    private static final String CALLBACK = "https://vault.example.org/identity/connect/oidc-signin";

    @TempDir
    Path folder;

    private final Blueprints ours = Blueprints.at(Blueprints.OURS);
    private PretendEngine engine = new PretendEngine();

    @BeforeEach
    void authentikStands() {
        engine = new PretendEngine();
        for (Blueprint blueprint : ours.all()) {
            blueprint.parts().values().forEach(part -> engine.has(part.image(), "sha256:" + part.image()));
        }
        done("authentik", Deed.UP, Map.of("domain", "auth.example.org"));
    }

    @Test
    void authentikIsToldBeforeTheServiceStarts() {
        assertThat(planned(Deed.UP, ON).steps())
                .filteredOn(step -> step.kind() == Kind.WRITE_CLIENT || step.kind() == Kind.MAKE_CONTAINER)
                .extracting(PlanStep::kind, PlanStep::subject)
                .containsExactly(tuple(Kind.WRITE_CLIENT, "vaultwarden"), tuple(Kind.MAKE_CONTAINER, VAULT));

        done("vaultwarden", Deed.UP, ON);

        assertThat(document()).contains("state: present", CALLBACK);
        assertThat(planned(Deed.UP, ON).steps()).extracting(PlanStep::kind).containsExactly(Kind.WRITE_CLIENT);
    }

    @Test
    void itsSecretIsWithAuthentikAndTheServiceAndNowhereInSight() {
        Planned.Steps planned = planned(Deed.UP, ON);
        MemoryJournal journal = done("vaultwarden", Deed.UP, ON);

        String secret = key().secret("vaultwarden", "sign-in");
        assertThat(document()).contains("client_secret: \"" + secret + "\"");
        assertThat(engine.spec(VAULT).volumes())
                .anyMatch(volume -> secret.equals(engine.in(volume.name()).get("sign-in-secret")));
        assertThat(engine.spec(VAULT).toString() + planned + journal.ended).doesNotContain(secret);
        assertThat(engine.spec(VAULT).environment())
                .containsEntry("SSO_AUTHORITY", "https://auth.example.org/application/o/vaultwarden/");
    }

    @Test
    void killedAtAnyChangeBothKnowEachOther() {
        whereverItIsKilled(Deed.UP, ON, () -> {}, () -> {
            assertThat(engine.running()).containsEntry(VAULT, "sha256:" + image() + " runs");
            assertThat(document()).contains(CALLBACK);
        });
    }

    @Test
    void aServiceThatNeverBecameWellLeavesNoClient() {
        engine.makesSick("sha256:" + image());

        assertThat(carried("vaultwarden", Deed.UP, ON, new MemoryJournal())).isInstanceOf(Outcome.PutBack.class);

        assertThat(engine.running()).doesNotContainKey(VAULT);
        assertThat(document()).contains("state: absent").doesNotContain("client_secret");
    }

    @Test
    void aSickMoveLeavesTheClientThatWasThere() {
        done("vaultwarden", Deed.UP, ON);
        engine.has(image(), "sha256:second");
        engine.makesSick("sha256:second");

        Map<String, String> moved = Map.of("domain", "safe.example.org", "authentik", "auth.example.org");
        assertThat(carried("vaultwarden", Deed.UP, moved, new MemoryJournal())).isInstanceOf(Outcome.PutBack.class);

        assertThat(document()).contains(CALLBACK).doesNotContain("safe.example.org");
    }

    @Test
    void whoNoLongerSignsInSoLosesTheClientWhereverItIsKilled() {
        assertThat(planned(Deed.UP, OFF).steps())
                .noneMatch(step -> step.subject().equals("vaultwarden"));
        done("vaultwarden", Deed.UP, ON);
        assertThat(planned(Deed.UP, OFF).steps())
                .extracting(PlanStep::kind)
                .containsExactly(Kind.REPLACE_CONTAINER, Kind.REMOVE_CLIENT);

        whereverItIsKilled(Deed.UP, OFF, () -> done("vaultwarden", Deed.UP, ON), () -> {
            assertThat(document()).contains("state: absent").doesNotContain("state: present");
            assertThat(engine.spec(VAULT).environment()).doesNotContainKey("SSO_ENABLED");
            assertThat(planned(Deed.UP, OFF).steps()).isEmpty();
        });
    }

    @Test
    void aServiceThatGoesTakesItsClientWithItWhereverItIsKilled() {
        done("vaultwarden", Deed.UP, ON);
        assertThat(planned(Deed.REMOVE, Map.of()).steps())
                .extracting(PlanStep::kind)
                .containsExactly(Kind.REMOVE_CLIENT, Kind.REMOVE_CONTAINER, Kind.REMOVE_NETWORK);

        whereverItIsKilled(Deed.REMOVE, Map.of(), () -> done("vaultwarden", Deed.UP, ON), () -> {
            assertThat(engine.running()).doesNotContainKey(VAULT);
            assertThat(document()).contains("state: absent").doesNotContain("client_secret");
        });
    }

    @Test
    void withoutAnAuthentikOfOursAPersonIsToldOnceAndItLearnsLater() {
        done("authentik", Deed.REMOVE, Map.of());

        assertThat(planned(Deed.UP, ON).steps())
                .contains(new PlanStep(Kind.CLIENT_BY_HAND, "vaultwarden", CALLBACK))
                .noneMatch(step -> step.kind() == Kind.WRITE_CLIENT);
        assertThat(done("vaultwarden", Deed.UP, ON).ended)
                .noneMatch(step -> step.subject().equals("vaultwarden"));
        assertThat(engine.in("maidan-authentik-blueprints")).isEmpty();
        assertThat(planned(Deed.UP, ON).steps()).isEmpty();

        assertThat(done("authentik", Deed.UP, Map.of("domain", "auth.example.org")).ended)
                .contains(new PlanStep(Kind.WRITE_CLIENT, "vaultwarden", ""));
        assertThat(document()).contains(CALLBACK);
    }

    @Test
    void anAuthentikThatReadsNoFilesYetIsNotOurs() {
        engine.removeVolume("maidan-authentik-blueprints");
        engine.makesSick("sha256:" + image());

        assertThat(planned(Deed.UP, ON).steps()).contains(new PlanStep(Kind.CLIENT_BY_HAND, "vaultwarden", CALLBACK));
        assertThat(carried("vaultwarden", Deed.UP, ON, new MemoryJournal())).isInstanceOf(Outcome.PutBack.class);

        assertThat(document()).isEmpty();
    }

    private void whereverItIsKilled(Deed deed, Map<String, String> settings, Runnable before, Runnable then) {
        authentikStands();
        before.run();
        engine.killAt(0, false);
        done("vaultwarden", deed, settings);
        int changes = engine.changes();
        assertThat(changes).isGreaterThan(2);
        for (int at = 1; at <= changes; at++) {
            for (boolean after : List.of(false, true)) {
                authentikStands();
                before.run();
                killedAndBegunAgain(at, after, order("vaultwarden", deed, settings));
                then.run();
            }
        }
    }

    private void killedAndBegunAgain(int at, boolean after, Order order) {
        UUID plan = UUID.randomUUID();
        MemoryJournal journal = new MemoryJournal();
        Blueprint blueprint = ours.of(order.service()).orElseThrow();
        PlanRun run = new PlanRun(engine, key(), Duration.ofMillis(1));
        engine.killAt(at, after);
        assertThatThrownBy(() -> run.carryOut(plan, order, blueprint, journal))
                .isInstanceOf(PretendEngine.Killed.class);
        engine.killAt(0, false);
        assertThat(run.carryOut(plan, order, blueprint, journal)).isEqualTo(new Outcome.Done());
    }

    private MemoryJournal done(String service, Deed deed, Map<String, String> settings) {
        MemoryJournal journal = new MemoryJournal();
        assertThat(carried(service, deed, settings, journal)).isEqualTo(new Outcome.Done());
        return journal;
    }

    private Outcome carried(String service, Deed deed, Map<String, String> settings, MemoryJournal journal) {
        return new PlanRun(engine, key(), Duration.ofMillis(1))
                .carryOut(
                        UUID.randomUUID(),
                        order(service, deed, settings),
                        ours.of(service).orElseThrow(),
                        journal);
    }

    private Planned.Steps planned(Deed deed, Map<String, String> settings) {
        return (Planned.Steps) new Planner(engine, ours, key()).plan(order("vaultwarden", deed, settings));
    }

    private Order order(String service, Deed deed, Map<String, String> settings) {
        return new Order(service, deed, ours.of(service).orElseThrow().hash(), settings);
    }

    private String document() {
        return engine.in("maidan-authentik-blueprints").getOrDefault("maidan-vaultwarden.yaml", "");
    }

    private String image() {
        return ours.of("vaultwarden")
                .orElseThrow()
                .parts()
                .values()
                .iterator()
                .next()
                .image();
    }

    private OperatorKey key() {
        return new OperatorKey(folder.resolve("key"));
    }
}
