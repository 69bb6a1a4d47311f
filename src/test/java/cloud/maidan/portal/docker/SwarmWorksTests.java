package cloud.maidan.portal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.portal.docker.DockerProperties.Orchestration;
import cloud.maidan.portal.docker.EngineFault.Why;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwarmWorksTests {

    private static final String WEB = "maidan-small-web";

    @TempDir
    Path folder;

    private InventedSwarm swarm;
    private ContainerRuntime runtime;

    @BeforeEach
    void join() throws IOException {
        swarm = new InventedSwarm(folder, "1.44");
        runtime = DockerProperties.of(swarm.host(), Orchestration.SWARM).runtime();
    }

    @AfterEach
    void leave() {
        runtime.close();
        swarm.close();
    }

    @Test
    void aServiceIsMadeComparedNamedStartedRenamedStoppedAndRemoved() {
        ContainerWorks works = runtime.works();
        String id = works.create(Specs.small(WEB + "-next"));
        assertThat(runtime.standing(WEB + "-next")).hasValueSatisfying(next -> {
            assertThat(next.status()).isEqualTo("created");
            assertThat(next.imageId()).isEqualTo("sha256:one");
            assertThat(next.label("cloud.maidan.blueprint")).isEqualTo("small");
        });

        works.rename(id, WEB);
        works.start(WEB);
        assertThat(runtime.standing(WEB)).map(ContainerStanding::healthy).contains(true);
        assertThat(runtime.standing(WEB + "-next")).isEmpty();
        assertThat(swarm.services).hasSize(1);

        works.stop(WEB, Duration.ofSeconds(1));
        assertThat(runtime.standing(WEB)).map(ContainerStanding::running).contains(false);
        works.remove(WEB);
        works.remove(WEB);
        assertThat(swarm.services).isEmpty();
    }

    @Test
    void whatTheSwarmDropsIsNamedAndTheServiceGoesAgain() {
        swarm.dropsPrivileges();

        EngineFault fault = fault(() -> runtime.works().create(Specs.small(WEB)));

        assertThat(fault.why()).isEqualTo(Why.NOT_KEPT);
        assertThat(fault.detail()).isEqualTo("no-new-privileges, seccomp");
        assertThat(swarm.services).isEmpty();
        assertThat(swarm.changes).containsExactly("POST /services/create", "DELETE /services/id1");
    }

    @Test
    void aPortOnOneAddressIsRefusedBeforeAnythingIsMade() {
        EngineFault fault = fault(() ->
                runtime.works().create(Specs.with(WEB, List.of(new ContainerSpec.Published("127.0.0.1", 8088, 8080)))));

        assertThat(fault.why()).isEqualTo(Why.NOT_KEPT);
        assertThat(fault.detail()).isEqualTo("ports 127.0.0.1:8088");
        assertThat(swarm.changes).isEmpty();
    }

    @Test
    void oneThatWasNeverComparedIsFoundByItsLabelOnly() {
        swarm.forgets(spec -> swarm.engine.on("/services/id1", InventedEngine.json(500, "{\"message\": \"killed\"}")));
        assertThat(fault(() -> runtime.works().create(Specs.small(WEB))).why()).isEqualTo(Why.REFUSED);

        assertThat(runtime.standing(WEB)).isEmpty();
        assertThat(runtime.works().labelled("cloud.maidan.blueprint", "small"))
                .singleElement()
                .satisfies(left -> assertThat(left.name()).matches(WEB + "-[0-9a-f]{8}"));
    }

    @Test
    void aNameIsGivenOnce() {
        runtime.works().create(Specs.small(WEB));
        runtime.works().create(Specs.small(WEB + "-next"));

        assertThat(fault(() -> runtime.works().create(Specs.small(WEB))).why()).isEqualTo(Why.NAME_TAKEN);
        assertThat(fault(() -> runtime.works().rename(WEB + "-next", WEB)).why())
                .isEqualTo(Why.NAME_TAKEN);
        swarm.container("c1", "beside", "{}");
        assertThat(fault(() -> runtime.works().create(Specs.small("beside"))).why())
                .isEqualTo(Why.NAME_TAKEN);
    }

    @Test
    void somebodyElsesChangeInBetweenIsNoFault() {
        swarm.meddledWith(3);
        runtime.works().create(Specs.small(WEB));
        assertThat(runtime.standing(WEB)).isPresent();

        swarm.meddledWith(1000);
        assertThat(fault(() -> runtime.works().start(WEB)).why()).isEqualTo(Why.REFUSED);
    }

    @Test
    void whatNoMachineCanStartIsSaidAndStopped() {
        runtime.works().create(Specs.small(WEB));
        swarm.tasksBecome("""
                {"State": "failed", "Err": "starting container failed: write /x: no space left on device"}""");

        assertThat(fault(() -> runtime.works().start(WEB)).why()).isEqualTo(Why.DISK_FULL);
        assertThat(swarm.services.values())
                .singleElement()
                .satisfies(web -> assertThat(
                                web.at("/Spec/Mode/Replicated/Replicas").asInt())
                        .isZero());
    }

    @Test
    void containersBesideTheSwarmAreSeenAndItsOwnAreNotTakenForThem() {
        runtime.works().create(Specs.small(WEB));
        swarm.container("c1", "beside", "{\"cloud.maidan.blueprint\": \"small\"}");
        swarm.container("c2", "task", """
                {"cloud.maidan.blueprint": "small", "com.docker.swarm.service.id": "id1"}""");

        assertThat(runtime.works().labelled("cloud.maidan.blueprint", "small"))
                .extracting(ContainerStanding::name)
                .containsExactlyInAnyOrder(WEB, "beside");
        assertThat(runtime.standing("beside")).isPresent();
    }

    @Test
    void aNetworkOfTheEngineAloneIsNotTakenForOneOfTheSwarm() {
        assertThat(fault(() -> runtime.works().network("old", true, Map.of())).why())
                .isEqualTo(Why.NOT_OF_THE_SWARM);
        runtime.works().network("small", true, Map.of());
        assertThat(swarm.changes).isEmpty();
        assertThat(fault(() -> runtime.works().connect("small", WEB, List.of())).why())
                .isEqualTo(Why.NETWORKS_FIXED);
    }

    @Test
    void anEngineThatManagesNoSwarmSaysSo() {
        swarm.engine.otherwise((method, path, body) -> InventedEngine.json(503, """
                {"message": "This node is not a swarm manager. Use \\"docker swarm init\\" first."}"""));

        assertThat(fault(() -> runtime.works().labelled("cloud.maidan.blueprint", "small"))
                        .why())
                .isEqualTo(Why.NOT_A_MANAGER);
    }

    private static EngineFault fault(ThrowingCallable asked) {
        return catchThrowableOfType(EngineFault.class, asked);
    }
}
