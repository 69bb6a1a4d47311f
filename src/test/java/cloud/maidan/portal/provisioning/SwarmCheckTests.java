package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.docker.EngineFacts;
import cloud.maidan.portal.docker.EngineFacts.Swarm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwarmCheckTests {

    private final Sights sights = new Sights();

    @Test
    void anEngineAloneIsAsItShouldBeWhenNoSwarmIsChosen() {
        assertThat(said("1.41", new Swarm("inactive", false, ""), false)).isEmpty();
        assertThat(said("1.41", new Swarm("active", true, "n1"), false)).isEmpty();
        assertThat(said("1.44", new Swarm("active", true, "n1"), true)).isEmpty();
    }

    @Test
    void aSwarmThatIsChosenAndNotManagedIsSaidWithItsFix() {
        assertThat(said("1.44", new Swarm("inactive", false, ""), true))
                .singleElement()
                .asString()
                .contains("in none", "docker swarm init", "portal.docker.orchestration=engine");
        assertThat(said("1.44", new Swarm("active", false, "n1"), true))
                .singleElement()
                .asString()
                .contains("worker", "docker node promote n1");
    }

    @Test
    void aSwarmThatDropsWhatEveryBlueprintNeedsIsSaid() {
        assertThat(said("1.41", new Swarm("active", true, "n1"), true))
                .singleElement()
                .asString()
                .contains("no-new-privileges and seccomp", "Docker Engine 25");
    }

    @Test
    void whatRunsTheOtherWayIsNamed() {
        sights.labels = Map.of("cloud.maidan.blueprint", "small");
        assertThat(said("1.44", new Swarm("active", true, "n1"), true))
                .singleElement()
                .asString()
                .contains("was made for this engine alone");

        sights.labels = Map.of("cloud.maidan.blueprint", "small", "com.docker.swarm.service.id", "s1");
        assertThat(said("1.44", new Swarm("active", true, "n1"), true)).isEmpty();
        assertThat(said("1.44", new Swarm("active", true, "n1"), false))
                .singleElement()
                .asString()
                .contains("is run by a Swarm", "portal.docker.orchestration=swarm");
    }

    private List<String> said(String api, Swarm swarm, boolean chosen) {
        EngineFacts engine = new EngineFacts("20.10.24", api, List.of(), swarm);
        return new SwarmCheck(engine, List.of(sights.sight().container()))
                .wrong(chosen).stream().map(Sentences::said).toList();
    }
}
