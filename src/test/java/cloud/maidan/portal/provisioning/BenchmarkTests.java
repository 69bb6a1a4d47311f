package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.docker.ContainerFacts.Limits;
import cloud.maidan.portal.docker.ContainerFacts.Mount;
import cloud.maidan.portal.docker.ContainerFacts.Port;
import cloud.maidan.portal.docker.EngineFacts;
import cloud.maidan.portal.docker.ImageFacts;
import cloud.maidan.portal.docker.SetuidFiles;
import cloud.maidan.portal.provisioning.Finding.Result;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BenchmarkTests {

    @Test
    void thereAreTwentyFiveChecksOfContainersAndThreeOfImages() {
        assertThat(Benchmark.CHECKS.stream().map(HardeningCheck::number))
                .containsExactly(
                        "4.1", "4.6", "4.8", "5.2", "5.4", "5.5", "5.6", "5.8", "5.9", "5.10", "5.11", "5.12", "5.13",
                        "5.14", "5.15", "5.16", "5.17", "5.18", "5.20", "5.21", "5.22", "5.26", "5.27", "5.28", "5.29",
                        "5.30", "5.31", "5.32");
    }

    @Test
    void aCleanContainerPassesAll() {
        assertThat(Benchmark.on(new Sights().sight()))
                .hasSize(28)
                .allSatisfy(finding ->
                        assertThat(finding.result()).as(finding.check()).isEqualTo(Result.PASS));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void oneFaultIsFoundByItsCheckAndNoOther(String check, String fix, Consumer<Sights> spoil) {
        Sights sights = new Sights();
        spoil.accept(sights);

        List<Finding> wrong = Benchmark.on(sights.sight()).stream()
                .filter(finding -> finding.result() == Result.WARN)
                .toList();

        assertThat(wrong).extracting(Finding::check).containsExactly(check);
        assertThat(wrong.getFirst().fix()).isNotNull();
        assertThat(String.valueOf(wrong.getFirst().fix())).contains(fix);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("4.1", "user:", s -> s.user = ""),
                fault("4.1", "user:", s -> s.user = "root"),
                fault("4.1", "user:", s -> s.user = "0:100"),
                fault("4.6", "HEALTHCHECK", s -> s.facts = image(false, "8080/tcp")),
                fault("4.8", "chmod a-s", s -> s.setuid = files(true)),
                fault("4.8", "chmod a-s", s -> s.setuid = files(false)),
                fault(
                        "5.2",
                        "apparmor=unconfined",
                        s -> s.security = List.of("no-new-privileges", "apparmor=unconfined")),
                fault("5.2", "apparmor=docker-default", s -> s.appArmor = "unconfined"),
                fault("5.2", "apparmor=docker-default", s -> s.appArmor = ""),
                fault("5.4", "cap_drop: [ALL]", s -> s.dropped = List.of("NET_RAW")),
                fault("5.4", "cap_add: [SYS_ADMIN]", s -> s.added = List.of("CHOWN", "SYS_ADMIN")),
                fault("5.5", "privileged", s -> s.privileged = true),
                fault("5.6", "/etc:/inside", s -> s.mounts = List.of(Sights.bind("/etc", false))),
                fault("5.6", "/:/inside", s -> s.mounts = List.of(Sights.bind("/", false))),
                fault("5.6", "/etc/ssh", s -> s.mounts = List.of(Sights.bind("/etc/ssh", true))),
                fault("5.8", "127.0.0.1:8080:8080/tcp", s -> s.ports = List.of(port("127.0.0.1", 80))),
                fault("5.9", "8080/tcp", s -> s.facts = image(true)),
                fault("5.10", "network_mode", s -> s.modes.put("network", "host")));
    }

    static Stream<Arguments> moreFaults() {
        return Stream.of(
                fault("5.11", "mem_limit", s -> s.limits = new Limits(0, true, 9, "no", 0)),
                fault("5.12", "cpus", s -> s.limits = new Limits(9, false, 9, "", 0)),
                fault("5.13", "read_only: true", s -> s.readOnlyRoot = false),
                fault("5.14", "127.0.0.1:8080:8080/tcp", s -> s.ports = List.of(port("0.0.0.0", 8080))),
                fault("5.14", "127.0.0.1:8080:8080/tcp", s -> s.ports = List.of(port("", 8080), port("::", 8080))),
                fault("5.15", "on-failure:5", s -> s.limits = new Limits(9, true, 9, "always", 0)),
                fault("5.15", "on-failure:5", s -> s.limits = new Limits(9, true, 9, "unless-stopped", 0)),
                fault("5.15", "on-failure:5", s -> s.limits = new Limits(9, true, 9, "on-failure", 0)),
                fault("5.15", "on-failure:5", s -> s.limits = new Limits(9, true, 9, "on-failure", 6)),
                fault("5.16", "pid: host", s -> s.modes.put("pid", "host")),
                fault("5.17", "ipc: host", s -> s.modes.put("ipc", "host")),
                fault("5.18", "/dev/kvm", s -> s.devices = List.of("/dev/kvm")),
                fault("5.20", ":rprivate", s -> s.mounts = List.of(shared("rshared"))),
                fault("5.20", ":rprivate", s -> s.mounts = List.of(shared("shared"))),
                fault("5.21", "uts: host", s -> s.modes.put("uts", "host")),
                fault(
                        "5.22",
                        "seccomp=unconfined",
                        s -> s.security = List.of("no-new-privileges:true", "seccomp=unconfined")),
                fault("5.22", "dockerd", s -> s.engine = engine("name=apparmor")),
                fault("5.22", "dockerd", s -> s.engine = engine("name=apparmor", "name=seccomp,profile=unconfined")),
                fault("5.26", "no-new-privileges:true", s -> s.security = List.of()),
                fault("5.26", "no-new-privileges:true", s -> s.security = List.of("no-new-privileges:false")),
                fault("5.27", "healthcheck", s -> s.healthCheck = false),
                fault("5.28", "web@" + Sights.DIGEST, s -> s.image = "web:latest"),
                fault("5.29", "pids_limit", s -> s.limits = new Limits(9, true, 0, "no", 0)),
                fault("5.30", "networks", s -> s.networks = List.of("own", "bridge")),
                fault("5.30", "networks", Sights::onTheDefaultBridge),
                fault("5.31", "userns_mode", s -> s.modes.put("user", "host")),
                fault("5.32", "/run/docker.sock", s -> s.mounts = List.of(Sights.bind("/run/docker.sock", true))),
                fault("5.32", "podman.sock", s -> s.mounts = List.of(Sights.bind("/run/p/podman.sock", false))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("moreFaults")
    void andSoAreTheOthers(String check, String fix, Consumer<Sights> spoil) {
        oneFaultIsFoundByItsCheckAndNoOther(check, fix, spoil);
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatIsHarmlessIsNoFault(Consumer<Sights> change) {
        Sights sights = new Sights();
        change.accept(sights);

        assertThat(Benchmark.on(sights.sight())).noneMatch(finding -> finding.result() == Result.WARN);
    }

    static Stream<Consumer<Sights>> harmless() {
        return Stream.of(
                s -> s.image = Sights.DIGEST,
                s -> s.image = Sights.DIGEST.substring(7, 19),
                s -> s.mounts = List.of(Sights.bind("/etc/localtime", false), Sights.bind("/srv/data", true)),
                s -> s.mounts = List.of(Sights.bind("/etcetera", true), Sights.bind("/runs", true)),
                s -> s.ports = List.of(),
                s -> s.limits = new Limits(9, true, 9, "", 0),
                s -> s.user = "www-data",
                s -> s.engine = engine("name=apparmor", "name=seccomp,profile=builtin", "name=cgroupns"),
                s -> {
                    s.running = false;
                    s.appArmor = "";
                });
    }

    @Test
    void whatDoesNotApplySaysWhy() {
        Sights sights = new Sights();
        sights.engine = engine("name=seccomp,profile=default");
        sights.appArmor = "";
        sights.facts = Optional.empty();
        sights.setuid = Optional.empty();

        assertThat(Benchmark.on(sights.sight()).stream().filter(finding -> finding.result() != Result.PASS))
                .allMatch(finding -> finding.result() == Result.NOT_APPLICABLE)
                .extracting(finding -> finding.check() + " " + finding.seen())
                .containsExactly("4.6 IMAGE_GONE", "4.8 FILES_NOT_READ", "5.2 NO_APPARMOR", "5.9 IMAGE_GONE");
    }

    private static Arguments fault(String check, String fix, Consumer<Sights> spoil) {
        return Arguments.of(check, fix, spoil);
    }

    private static Optional<ImageFacts> image(boolean healthCheck, String... exposes) {
        return Optional.of(new ImageFacts(Sights.DIGEST, List.of(), healthCheck, Set.of(exposes)));
    }

    private static Optional<SetuidFiles> files(boolean complete) {
        return Optional.of(new SetuidFiles(List.of("/bin/su"), complete));
    }

    private static Port port(String address, int onHost) {
        return new Port(address, onHost, "8080/tcp");
    }

    private static Mount shared(String propagation) {
        return new Mount("bind", "/srv/data", "/data", true, propagation);
    }

    private static EngineFacts engine(String... security) {
        return new EngineFacts("20.10.24", "1.41", List.of(security));
    }
}
