package cloud.maidan.portal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.docker.SwarmService.Task;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ServiceBodyTests {

    private static final Set<Demand> ALL = EnumSet.allOf(Demand.class);

    @Test
    void aContainerBecomesAServiceThatIsAsHardened() {
        JsonNode body = json(body(Specs.small("web"), "here").toString());

        assertThat(body.at("/TaskTemplate/ContainerSpec")).isEqualTo(json("""
                {"Image": "sha256:one", "User": "1000:1001", "ReadOnly": true,
                 "Command": ["/bin/serve"], "Args": ["--quietly"], "Env": ["GREETING=moin"],
                 "Labels": {"cloud.maidan.blueprint": "small"},
                 "CapabilityDrop": ["ALL"], "CapabilityAdd": [],
                 "Privileges": {"NoNewPrivileges": true, "Seccomp": {"Mode": "default"}},
                 "Init": true, "StopGracePeriod": 20000000000,
                 "Healthcheck": {"Test": ["CMD", "/bin/well"], "Interval": 2000000000, "Timeout": 2000000000,
                                 "StartPeriod": 3000000000, "Retries": 3},
                 "Mounts": [
                   {"Type": "volume", "Source": "data", "Target": "/data", "ReadOnly": false,
                    "VolumeOptions": {"NoCopy": true}},
                   {"Type": "volume", "Source": "files", "Target": "/run/files", "ReadOnly": true,
                    "VolumeOptions": {"NoCopy": true}},
                   {"Type": "tmpfs", "Target": "/tmp", "TmpfsOptions": {"SizeBytes": 1048576, "Mode": 1023}}]}"""));
        assertThat(body.at("/TaskTemplate/Resources"))
                .isEqualTo(json("{\"Limits\": {\"MemoryBytes\": 33554432, \"NanoCPUs\": 500000000, \"Pids\": 16}}"));
        assertThat(body.at("/TaskTemplate/Placement")).isEqualTo(json("{\"Constraints\": [\"node.id==here\"]}"));
        assertThat(body.at("/TaskTemplate/Networks"))
                .isEqualTo(json("[{\"Target\": \"net1\", \"Aliases\": [\"web\"]}]"));
        assertThat(body.at("/TaskTemplate/RestartPolicy/MaxAttempts").asInt()).isEqualTo(5);
        assertThat(body.at("/Mode/Replicated/Replicas").asInt(1)).isZero();
    }

    @Test
    void whatWritesToAVolumeIsStoppedBeforeItsSuccessorRuns() {
        assertThat(body(Specs.small("web"), "here").at("/UpdateConfig/Order").asString(""))
                .isEqualTo("stop-first");
        JsonNode loose = body(Specs.loose("web"), "");
        assertThat(loose.at("/UpdateConfig/Order").asString("")).isEqualTo("start-first");
        assertThat(loose.at("/TaskTemplate/Placement").isMissingNode()).isTrue();
    }

    @Test
    void anEngineMayAddWhatIsItsOwnAndLeaveOutWhatIsFalse() {
        ObjectNode asked = body(Specs.small("web"), "here");
        ObjectNode made = asked.deepCopy();
        made.withObject("/TaskTemplate").put("Runtime", "container");
        ObjectNode container = made.withObject("/TaskTemplate/ContainerSpec");
        container.put("Isolation", "default").remove("CapabilityAdd");
        container.withArray("/Mounts").path(0).asObject().remove("ReadOnly");
        made.withObject("/Mode/Replicated").remove("Replicas");

        assertThat(Demand.lost(ALL, asked, made)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image             | /TaskTemplate/ContainerSpec            | Image           | "sha256:two"
            user              | /TaskTemplate/ContainerSpec            | User            | "0:0"
            read_only         | /TaskTemplate/ContainerSpec            | ReadOnly        | false
            cap_drop          | /TaskTemplate/ContainerSpec            | CapabilityDrop  | []
            cap_add           | /TaskTemplate/ContainerSpec            | CapabilityAdd   | ["CAP_SYS_ADMIN"]
            no-new-privileges | /TaskTemplate/ContainerSpec/Privileges | NoNewPrivileges | null
            seccomp           | /TaskTemplate/ContainerSpec/Privileges | Seccomp         | {"Mode": "unconfined"}
            init              | /TaskTemplate/ContainerSpec            | Init            | null
            volumes, tmpfs    | /TaskTemplate/ContainerSpec            | Mounts          | []
            healthcheck       | /TaskTemplate/ContainerSpec            | Healthcheck     | null
            mem_limit         | /TaskTemplate/Resources/Limits         | MemoryBytes     | 67108864
            cpus              | /TaskTemplate/Resources/Limits         | NanoCPUs        | null
            pids_limit        | /TaskTemplate/Resources/Limits         | Pids            | 0
            networks          | /TaskTemplate                          | Networks        | [{"Target": "net2"}]
            restart           | /TaskTemplate                          | RestartPolicy   | {"Condition": "any"}
            logging           | /TaskTemplate                          | LogDriver       | null
            placement         | /TaskTemplate                          | Placement       | {}
            replicas          | /Mode/Replicated                       | Replicas        | 2
            update_config     | /UpdateConfig                          | Order           | "start-first"
            endpoint_mode     | /EndpointSpec                          | Mode            | "vip"
            """)
    void eachThingThatIsNotKeptIsNamed(String word, String place, String field, String became) {
        ObjectNode asked = body(Specs.small("web"), "here");
        ObjectNode made = asked.deepCopy();
        made.withObject(place).set(field, json(became));

        assertThat(Demand.lost(ALL, asked, made)).containsExactly(word);
    }

    @Test
    void aServiceStandsAsItsNewestTaskDoes() {
        assertThat(standing(1)).extracting(ContainerStanding::status).isEqualTo("created");
        assertThat(standing(1, task(1, "starting", ""))).satisfies(it -> {
            assertThat(it.running()).isTrue();
            assertThat(it.health()).isEqualTo("starting");
        });
        assertThat(standing(1, task(1, "failed", "task: non-zero exit (3)"), task(2, "running", "")))
                .satisfies(it -> assertThat(it.healthy()).isTrue());
        assertThat(standing(1, task(1, "failed", "task: non-zero exit (3)")))
                .satisfies(it -> assertThat(it.lost()).isTrue());
        assertThat(standing(1, task(1, "failed", "task: non-zero exit (3)"), task(2, "ready", "")))
                .satisfies(it -> assertThat(it.lost()).isFalse());
        assertThat(standing(0, task(1, "shutdown", ""))).satisfies(it -> {
            assertThat(it.running()).isFalse();
            assertThat(it.lost()).isFalse();
        });
    }

    @Test
    void whatWasUnhealthySinceItBeganIsSoUntilItRuns() {
        String unhealthy = "task: non-zero exit (143): dockerexec: unhealthy container";
        assertThat(standing(1, task(5, "failed", unhealthy), task(6, "ready", "")))
                .satisfies(it -> assertThat(it.lost()).isTrue());
        assertThat(standing(1, task(5, "failed", unhealthy), task(6, "running", "")))
                .satisfies(it -> assertThat(it.healthy()).isTrue());
        assertThat(standing(1, task(-5, "failed", unhealthy), task(6, "starting", "")))
                .as("before somebody started it anew")
                .satisfies(it -> assertThat(it.lost()).isFalse());
    }

    private static ContainerStanding standing(int replicas, Task... tasks) {
        return new SwarmService(json("""
                        {"ID": "a", "UpdatedAt": "1970-01-01T00:00:00Z",
                         "Spec": {"Name": "web-1", "Mode": {"Replicated": {"Replicas": %d}}}}""".formatted(replicas)), List.of(tasks)).standing();
    }

    private static Task task(int second, String state, String error) {
        return new Task("t" + second, Instant.ofEpochSecond(second), state, error, "", 0);
    }

    private static ObjectNode body(ContainerSpec spec, String node) {
        Optional<String> there = node.isEmpty() ? Optional.empty() : Optional.of(node);
        return new ServiceBody(spec, "sha256:one", there, Map.of("small", "net1")).json("web-1");
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
