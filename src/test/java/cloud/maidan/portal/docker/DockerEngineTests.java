package cloud.maidan.portal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.portal.docker.EngineFault.Why;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class DockerEngineTests {

    @TempDir
    Path folder;

    private InventedEngine invented;

    @BeforeEach
    void listen() throws IOException {
        invented = new InventedEngine(folder);
    }

    @AfterEach
    void close() {
        invented.close();
    }

    @Test
    void theVersionIsAskedForWithoutOneAndTheRestInTheNewestThatBothSpeak() {
        invented.ofVersion("1.41", "1.12").on("/containers/json?all=true", InventedEngine.json(200, """
                        [{"Id": "abc"}]"""));

        try (ContainerRuntime runtime = runtime()) {
            assertThat(runtime.engine())
                    .isEqualTo(new EngineFacts("99.1", "1.41", List.of("name=seccomp,profile=default")));
            assertThat(runtime.containers()).containsExactly("abc");
        }
        assertThat(invented.asked()).containsExactly("/version", "/v1.41/info", "/v1.41/containers/json?all=true");
    }

    @Test
    void aProgramsEndAndLastWordsComeFromTheEngine() {
        invented.ofVersion("1.41", "1.12")
                .on("/containers/web/exec", InventedEngine.json(201, "{\"Id\": \"e1\"}"))
                .on("/exec/e1/start", InventedEngine.framed("set\nto 30\n"))
                .on("/exec/e1/json", InventedEngine.json(200, "{\"ExitCode\": 3, \"Running\": false}"));

        try (ContainerRuntime runtime = runtime()) {
            assertThat(runtime.works().run("web", List.of("php", "occ")))
                    .isEqualTo(new ContainerWorks.Ran(3, List.of("set", "to 30")));
            assertThatThrownBy(() -> runtime.works().run("gone", List.of("php")))
                    .isInstanceOfSatisfying(
                            EngineFault.class, fault -> assertThat(fault.why()).isEqualTo(EngineFault.Why.GONE));
        }
    }

    @Test
    void aNewerEngineIsSpokenToInTheVersionWeKnow() {
        invented.ofVersion("1.52", "1.44");

        try (ContainerRuntime runtime = runtime()) {
            assertThat(runtime.engine().api()).isEqualTo("1.44");
        }
    }

    @Test
    void anEngineThatIsTooOldOrTooNewIsSaidByItsVersion() {
        invented.ofVersion("1.40", "1.12");
        assertThat(fault(() -> runtime().engine())).isEqualTo(Why.TOO_OLD);

        invented.ofVersion("1.5", "1.5");
        assertThat(fault(() -> runtime().engine())).isEqualTo(Why.TOO_OLD);

        invented.ofVersion("1.60", "1.45");
        EngineFault fault =
                catchThrowableOfType(EngineFault.class, () -> runtime().engine());
        assertThat(fault.why()).isEqualTo(Why.TOO_NEW);
        assertThat(fault.detail()).isEqualTo("99.1");
    }

    @Test
    void whatIsNoEngineIsNotTakenForOne() {
        invented.on("/version", InventedEngine.json(200, "<html>hello</html>"));
        assertThat(fault(() -> runtime().engine())).isEqualTo(Why.UNREADABLE);

        invented.on("/version", InventedEngine.json(200, "{}"));
        assertThat(fault(() -> runtime().engine())).isEqualTo(Why.UNREADABLE);

        invented.on("/version", InventedEngine.json(500, "{\"message\": \"out of order\"}"));
        assertThat(fault(() -> runtime().engine())).isEqualTo(Why.REFUSED);
    }

    @Test
    void neitherSilenceNorAnAnswerWithoutEndIsWaitedForLong() {
        Duration patience = Duration.ofMillis(600);
        invented.on("/version", InventedEngine.silence());
        assertThat(fault(() -> runtime(patience).engine())).isEqualTo(Why.TIMED_OUT);

        invented.on("/version", InventedEngine.endless(" ", 50));
        assertThat(fault(() -> runtime(patience).engine())).isEqualTo(Why.TIMED_OUT);

        invented.ofVersion("1.41", "1.12").on("/containers/a/json", InventedEngine.endless(" ".repeat(8000), 0));
        assertThat(fault(() -> runtime().container("a"))).isEqualTo(Why.TOO_LARGE);
    }

    @Test
    void filesWithoutEndAreReadUpToABound() {
        invented.ofVersion("1.41", "1.12")
                .on("/containers/a/export", InventedEngine.endless(TarOfTests.entry("data", 0644, 7000), 0));

        try (ContainerRuntime runtime = runtime()) {
            assertThat(runtime.setuid("a")).contains(new SetuidFiles(List.of(), false));
        }
    }

    @Test
    void whatIsGoneIsEmptyAndNoFault() {
        invented.ofVersion("1.41", "1.12");

        try (ContainerRuntime runtime = runtime()) {
            assertThat(runtime.container("gone")).isEmpty();
            assertThat(runtime.image("sha256:00")).isEmpty();
            assertThat(runtime.setuid("gone")).isEmpty();
        }
    }

    @Test
    void anIdCannotLeadElsewhere() {
        invented.ofVersion("1.41", "1.12");

        assertThat(fault(() -> runtime().container("../info"))).isEqualTo(Why.UNREADABLE);
        assertThat(fault(() -> runtime().container("a?b"))).isEqualTo(Why.UNREADABLE);
        assertThat(invented.asked()).isEmpty();
    }

    @Test
    void aMissingSocketAndOneNobodyListensAtAreToldApart() throws IOException {
        assertThat(fault(() -> ContainerRuntime.at("").engine())).isEqualTo(Why.NOT_CONFIGURED);
        assertThat(fault(() ->
                        ContainerRuntime.at("unix://" + folder.resolve("none")).engine()))
                .isEqualTo(Why.SOCKET_MISSING);

        Path deaf = Files.createFile(folder.resolve("deaf.sock"));
        assertThat(fault(() -> ContainerRuntime.at("unix://" + deaf).engine())).isEqualTo(Why.NOT_ANSWERING);
    }

    @Test
    void anEngineThatComesBackIsFoundAgain() throws IOException {
        invented.ofVersion("1.41", "1.12");
        try (ContainerRuntime runtime = runtime()) {
            runtime.engine();
            invented.close();
            assertThat(fault(runtime::engine)).isEqualTo(Why.SOCKET_MISSING);

            invented = new InventedEngine(folder).ofVersion("1.43", "1.24");
            assertThat(runtime.engine().api()).isEqualTo("1.43");
        }
    }

    private ContainerRuntime runtime() {
        return runtime(Duration.ofSeconds(30));
    }

    private ContainerRuntime runtime(Duration patience) {
        return new DockerEngine(new DockerProperties(
                invented.host(),
                patience,
                DataSize.ofKilobytes(64),
                Duration.ofSeconds(5),
                DataSize.ofKilobytes(64),
                Duration.ofSeconds(5),
                DockerProperties.Orchestration.ENGINE));
    }

    private static Why fault(ThrowingCallable asked) {
        return catchThrowableOfType(EngineFault.class, asked).why();
    }
}
