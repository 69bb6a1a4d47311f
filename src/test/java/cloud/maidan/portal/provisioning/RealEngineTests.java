package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.docker.ContainerFacts;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.EngineFacts;
import cloud.maidan.portal.docker.SetuidFiles;
import cloud.maidan.portal.provisioning.Finding.Result;
import cloud.maidan.portal.subject.Command;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A container for each fault, on a real engine: each is found in its container and nowhere else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealEngineTests {

    private static final String HEALTH = "HEALTHCHECK --interval=1h CMD [\"/busybox\",\"true\"]";
    private static final String USER = "USER 65534:65534";

    private RealEngine engine;
    private ContainerRuntime runtime;
    private final Map<String, String> images = new HashMap<>();

    @BeforeAll
    void start() throws Exception {
        Path busybox = RealEngine.onPath("busybox");
        Assumptions.assumeTrue(busybox != null, "skipped: no busybox-static");
        engine = RealEngine.one();
        runtime = ContainerRuntime.at(engine.host());
        Path plain = files(Objects.requireNonNull(busybox), 0755);
        images.put("clean", image(plain, "maidan-clean:1", USER, HEALTH));
        images.put("4.1", image(plain, "maidan-root:1", HEALTH));
        images.put("4.6", image(plain, "maidan-unwell:1", USER));
        images.put("4.8", image(files(busybox, 04755), "maidan-setuid:1", USER, HEALTH));
        engine.docker(List.of("network", "create", "--subnet", "172.31.251.0/24", "own"));
    }

    @AfterAll
    void end() throws Exception {
        if (engine != null) {
            runtime.close();
        }
    }

    @Test
    void eachPlantedFaultIsFoundAndNoOther() throws Exception {
        List<Planted> all = Planted.all(images, engine.shared(), engine.socket());
        all.parallelStream().map(Planted::command).forEach(engine::docker);
        Map<String, List<String>> expected = new TreeMap<>();
        all.forEach(planted ->
                expected.put(planted.name(), planted.check().map(List::of).orElse(List.of())));

        EngineFacts facts = runtime.engine();
        Map<String, List<String>> found = new TreeMap<>();
        Map<String, Optional<SetuidFiles>> setuid = new HashMap<>();
        for (String id : runtime.containers()) {
            ContainerFacts container = runtime.container(id).orElseThrow();
            if (!container.name().startsWith("planted-")) {
                continue;
            }
            assertThat(container.running()).as(container.name()).isTrue();
            List<Finding> findings = Benchmark.on(new Sight(
                    facts,
                    container,
                    runtime.image(container.imageId()),
                    setuid.computeIfAbsent(container.imageId(), image -> runtime.setuid(id))));
            found.put(container.name(), with(findings, Result.WARN));
            assertThat(with(findings, Result.NOT_APPLICABLE))
                    .as(container.name())
                    .isSubsetOf(facts.has("apparmor") ? List.of() : List.of("5.2"));
        }

        assertThat(expected).hasSize(29);
        assertThat(found).isEqualTo(expected);
        theDoctorSaysTheSame(facts);
    }

    private void theDoctorSaysTheSame(EngineFacts facts) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = new DoctorCommand()
                .run(
                        List.of(engine.host()),
                        () -> {
                            throw new AssertionError("no database is needed");
                        },
                        new PrintStream(said, true, StandardCharsets.UTF_8));

        int checks = facts.has("apparmor") ? 28 : 27;
        assertThat(code).isEqualTo(Command.FAILED);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains(
                        "Docker Engine " + facts.version(),
                        "planted-nothing: " + checks + " of " + checks + " checks",
                        "planted-5.11: " + (checks - 1) + " of " + checks + " checks\n"
                                + "  5.11 Nothing bounds its memory. Set: mem_limit: 512m\n");
    }

    @Test
    void aContainerThatIsRemovedBehindOurBackIsEmpty() {
        String id = engine.docker(List.of("create", Objects.requireNonNull(images.get("clean"))));
        assertThat(runtime.containers()).contains(id);
        engine.docker(List.of("rm", id));

        assertThat(runtime.container(id)).isEmpty();
        assertThat(runtime.setuid(id)).isEmpty();
    }

    private static List<String> with(List<Finding> findings, Result result) {
        return findings.stream()
                .filter(finding -> finding.result() == result)
                .map(Finding::check)
                .toList();
    }

    /** A file system of one program. */
    private Path files(Path busybox, int mode) throws Exception {
        Path file = Files.createTempFile(engine.folder(), "image", ".tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            TarArchiveEntry entry = new TarArchiveEntry("busybox");
            entry.setMode(mode);
            entry.setSize(Files.size(busybox));
            tar.putArchiveEntry(entry);
            Files.copy(busybox, tar);
            tar.closeArchiveEntry();
        }
        return file;
    }

    /** The id of an image that sleeps. */
    private String image(Path files, String name, String... changes) {
        List<String> command = new ArrayList<>(
                List.of("import", "-c", "EXPOSE 8080", "-c", "ENTRYPOINT [\"/busybox\",\"sleep\",\"600\"]"));
        for (String change : changes) {
            command.addAll(List.of("-c", change));
        }
        command.addAll(List.of(files.toString(), name));
        return engine.docker(command);
    }
}
