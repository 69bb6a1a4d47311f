package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.MemoryJournal;
import cloud.maidan.portal.blueprints.OperatorKey;
import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.blueprints.Order.Deed;
import cloud.maidan.portal.blueprints.Outcome;
import cloud.maidan.portal.blueprints.PlanRun;
import cloud.maidan.portal.docker.ContainerFacts;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.docker.LenientSwarm;
import cloud.maidan.portal.docker.ResourceUse;
import cloud.maidan.portal.provisioning.Finding.Result;
import cloud.maidan.portal.subject.Command;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A Swarm of one real engine: it runs what it can express and refuses what it cannot. Left afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealSwarmTests {

    private static final String WEB = "maidan-lone-web";
    private static final String BLUEPRINTS = "classpath:/test-blueprints/*.yaml";

    private RealEngine engine;
    private ContainerRuntime runtime;
    private boolean joined;

    @BeforeAll
    void join() throws Exception {
        engine = RealEngine.one();
        engine.busybox("maidan-small:1", "HEALTHCHECK CMD [\"/busybox\",\"true\"]", "USER 65534:65534", "EXPOSE 8080");
        runtime = LenientSwarm.at(engine.host());
        assertThat(said(new DoctorCommand(), engine.host(), "--swarm").said())
                .contains("A Swarm is chosen, but this engine is in none");
        assertThat(apply("up", "lone").said()).contains("this engine manages none");
        String address = "127.0.0.1:" + free();
        engine.docker(List.of("swarm", "init", "--advertise-addr", address, "--listen-addr", address));
        joined = true;
    }

    @AfterAll
    void leave() {
        if (joined) {
            engine.docker(List.of("swarm", "leave", "--force"));
            engine.docker(List.of("network", "rm", "docker_gwbridge"));
        }
        if (runtime != null) {
            runtime.close();
        }
    }

    @Test
    void whatTheSwarmCannotExpressIsNamedAndNothingIsLeft() throws Exception {
        assertThat(runtime.engine().confinesServices())
                .as("Docker Engine 20.10")
                .isFalse();

        Said lone = apply("up", "lone");
        assertThat(lone.code()).isEqualTo(Command.FAILED);
        assertThat(lone.said()).contains("does not keep what the container has to have: no-new-privileges, seccomp.");
        int port = free();
        assertThat(apply("up", "open", "port=" + port).said()).contains("has to have: ports 127.0.0.1:" + port + ".");

        assertThat(engine.docker(List.of("service", "ls", "--quiet"))).isEmpty();
        assertThat(engine.docker(List.of("network", "ls", "--quiet", "--filter", "label=cloud.maidan.blueprint")))
                .isEmpty();
        assertThat(said(new DoctorCommand(), engine.host(), "--swarm").said())
                .contains("A Swarm of Docker Engine 20.10", "drops no-new-privileges and seccomp");
    }

    @Test
    void whatItCanExpressLivesItsWholeLife() throws Exception {
        assertThat(run(Deed.UP, Map.of())).isEqualTo(new Outcome.Done());
        assertThat(runtime.standing(WEB)).map(ContainerStanding::healthy).contains(true);
        assertThat(faults(container())).as("no-new-privileges").containsExactly("5.26");
        assertThat(runtime.works().use(WEB)).map(ResourceUse::memoryLimit).contains(32L << 20);
        itReachesNoAddressOfTheHost(container());
        assertThat(said(new DoctorCommand(), engine.host()).said()).contains(WEB, "is run by a Swarm");

        assertThat(run(Deed.UP, Map.of("greeting", "moin"))).isEqualTo(new Outcome.Done());
        assertThat(runtime.works().logs(WEB, 10)).singleElement().asString().matches("moin [A-Za-z0-9_-]{43}");
        String before = runtime.standing(WEB).orElseThrow().id();

        assertThat(run(Deed.UP, Map.of("looked-at", "nothing")))
                .isEqualTo(new Outcome.PutBack(Text.of("blueprints.sick.unhealthy", WEB)));
        assertThat(runtime.standing(WEB)).map(ContainerStanding::id).contains(before);
        assertThat(run(Deed.STOP, Map.of())).isEqualTo(new Outcome.Done());
        assertThat(runtime.standing(WEB)).map(ContainerStanding::running).contains(false);
        assertThat(run(Deed.START, Map.of())).isEqualTo(new Outcome.Done());
        assertThat(runtime.standing(WEB)).map(ContainerStanding::healthy).contains(true);

        assertThat(run(Deed.REMOVE, Map.of())).isEqualTo(new Outcome.Done());
        assertThat(engine.docker(List.of("service", "ls", "--quiet"))).isEmpty();
        assertThat(runtime.works().hasVolume("maidan-lone-data")).isTrue();
    }

    private Outcome run(Deed deed, Map<String, String> settings) {
        Blueprint blueprint = Blueprints.at(BLUEPRINTS).of("lone").orElseThrow();
        return new PlanRun(runtime, new OperatorKey(engine.folder().resolve("swarm.key")), Duration.ofMillis(200))
                .carryOut(
                        UUID.randomUUID(),
                        new Order("lone", deed, blueprint.hash(), settings),
                        blueprint,
                        new MemoryJournal());
    }

    /** The id of the container that the service has on this machine. */
    private String container() {
        return engine.docker(List.of("ps", "--quiet", "--no-trunc", "--filter", "name=" + WEB));
    }

    private List<String> faults(String id) {
        ContainerFacts container = runtime.container(id).orElseThrow();
        return Benchmark.on(
                        new Sight(runtime.engine(), container, runtime.image(container.imageId()), runtime.setuid(id)))
                .stream()
                .filter(finding -> finding.result() == Result.WARN)
                .map(Finding::check)
                .toList();
    }

    private void itReachesNoAddressOfTheHost(String container) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName("0.0.0.0"))) {
            String connect = "/busybox nc -w 2 %s " + listener.getLocalPort()
                    + " </dev/null && /busybox echo reached || /busybox echo not";
            List<String> addresses = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .distinct()
                    .toList();
            assertThat(addresses)
                    .isNotEmpty()
                    .allSatisfy(address -> assertThat(engine.docker(
                                    List.of("exec", container, "/busybox", "sh", "-c", connect.formatted(address))))
                            .contains("not")
                            .doesNotContain("reached"));
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private record Said(int code, String said) {}

    private Said apply(String... words) {
        List<String> arguments = new ArrayList<>(
                List.of(engine.host(), engine.folder().resolve("operator.key").toString()));
        arguments.addAll(List.of(words));
        arguments.addAll(List.of("--blueprints=" + BLUEPRINTS, "--swarm"));
        return said(new ApplyCommand(), arguments.toArray(String[]::new));
    }

    private static Said said(Command command, String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = command.run(
                List.of(arguments),
                () -> {
                    throw new AssertionError("no database is needed");
                },
                new PrintStream(said, true, StandardCharsets.UTF_8));
        return new Said(code, said.toString(StandardCharsets.UTF_8));
    }
}
