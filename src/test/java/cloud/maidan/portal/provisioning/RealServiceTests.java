package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.Child;
import cloud.maidan.portal.PortalApplication;
import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Journal;
import cloud.maidan.portal.blueprints.OperatorKey;
import cloud.maidan.portal.blueprints.Outcome;
import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.blueprints.SettingRun;
import cloud.maidan.portal.docker.ContainerFacts;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.docker.ContainerWorks;
import cloud.maidan.portal.docker.EngineFacts;
import cloud.maidan.portal.docker.ResourceUse;
import cloud.maidan.portal.provisioning.Finding.Result;
import cloud.maidan.portal.subject.Command;
import cloud.maidan.portal.subject.Text;
import java.io.BufferedReader;
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
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The life of small services on a real engine, by the commands that an administrator has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealServiceTests {

    private static final String WEB = "maidan-small-web";
    private static final String STORE = "maidan-small-store";

    private RealEngine engine;
    private ContainerRuntime runtime;

    @BeforeAll
    void start() throws Exception {
        engine = RealEngine.one();
        engine.busybox("maidan-small:1", "HEALTHCHECK CMD [\"/busybox\",\"true\"]", "USER 65534:65534", "EXPOSE 8080");
        runtime = ContainerRuntime.at(engine.host());
    }

    @AfterEach
    void remove() {
        apply("remove", "small");
        apply("remove", "open");
        apply("remove", "tuned");
    }

    @AfterAll
    void end() {
        if (runtime != null) {
            runtime.close();
        }
    }

    @Test
    void aServiceComesUpHardenedIsChangedStoppedStartedAndRemoved() {
        Said planned = plan("up", "small");
        assertThat(planned.code()).isEqualTo(Command.DONE);
        assertThat(planned.said()).contains("Make and start the container " + WEB, "maidan-small:1 (sha256:");
        assertThat(runtime.standing(WEB)).isEmpty();

        assertThat(apply("up", "small")).extracting(Said::code).isEqualTo(Command.DONE);
        assertThat(runtime.standing(WEB))
                .hasValueSatisfying(web -> assertThat(web.healthy()).isTrue());
        assertThat(faults(WEB)).isEmpty();
        assertThat(faults(STORE)).isEmpty();
        assertThat(plan("up", "small").said()).contains("Nothing is to be done.");

        assertThat(apply("up", "small", "greeting=moin").code()).isEqualTo(Command.DONE);
        assertThat(runtime.works().logs(WEB, 10)).singleElement().asString().matches("moin [A-Za-z0-9_-]{43}");
        assertThat(runtime.works().use(WEB)).map(ResourceUse::memoryLimit).contains(32L << 20);

        assertThat(apply("stop", "small").code()).isEqualTo(Command.DONE);
        assertThat(runtime.standing(WEB)).map(ContainerStanding::running).contains(false);
        assertThat(apply("start", "small").code()).isEqualTo(Command.DONE);
        assertThat(runtime.standing(WEB)).map(ContainerStanding::healthy).contains(true);

        assertThat(apply("remove", "small").code()).isEqualTo(Command.DONE);
        assertThat(runtime.standing(WEB)).isEmpty();
        assertThat(runtime.works().hasVolume("maidan-small-data")).isTrue();
    }

    @Test
    void aPolicysSettingIsInItsFileAndACommandRunsInTheContainer() {
        String web = "maidan-tuned-web";
        assertThat(apply("up", "tuned").code()).isEqualTo(Command.DONE);
        Blueprint tuned =
                Blueprints.at("classpath:/test-blueprints/*.yaml").of("tuned").orElseThrow();
        SettingRun run = new SettingRun(
                runtime, new OperatorKey(engine.folder().resolve("operator.key")), Duration.ofMillis(300));
        assertThat(run.asPlanned(tuned, Map.of(), "web")).isTrue();

        Blueprint wanted = tuned.written(Map.of("server.yaml", Map.of("keep.files", "7d")));
        assertThat(run.write(UUID.randomUUID(), wanted, Map.of(), "web", new Unwritten()))
                .isEqualTo(new Outcome.Done());

        ContainerWorks works = runtime.works();
        assertThat(works.run(web, List.of("/busybox", "cat", "/run/maidan/90-maidan.yaml")))
                .isEqualTo(new ContainerWorks.Ran(0, List.of("hosts: []", "keep:", "  files: 7d")));
        assertThat(works.run(web, List.of("/busybox", "id", "-u")).lines()).containsExactly("65534");
        assertThat(works.run(web, List.of("/busybox", "false")).code()).isEqualTo(1);
        assertThat(faults(web)).isEmpty();
    }

    /** A journal of a run that nobody follows. */
    private static final class Unwritten implements Journal {

        private Optional<Text> turnedBack = Optional.empty();

        @Override
        public void stillMine() {}

        @Override
        public void began(PlanStep step) {}

        @Override
        public void ended(PlanStep step) {}

        @Override
        public void fetched(String image, ContainerWorks.Fetched fetched) {}

        @Override
        public Optional<Text> turnedBack() {
            return turnedBack;
        }

        @Override
        public void turnBack(Text why) {
            turnedBack = Optional.of(why);
        }
    }

    @Test
    void aSickUpdateIsPutBackAndSaid() {
        apply("up", "small", "greeting=first");
        String before = runtime.standing(WEB).orElseThrow().id();

        Said said = apply("up", "small", "greeting=second", "looked-at=nothing");

        assertThat(said.code()).isEqualTo(Command.FAILED);
        assertThat(said.said()).contains("Put back as it was", WEB + " says that it is not well");
        assertThat(runtime.standing(WEB)).map(ContainerStanding::id).contains(before);
        assertThat(runtime.standing(WEB)).map(ContainerStanding::running).contains(true);
        assertThat(runtime.standing(WEB + "-next")).isEmpty();
    }

    @Test
    void killedInTheMiddleItIsBroughtToItsEndByTheNext() throws Exception {
        apply("up", "small", "greeting=first");
        for (String at : List.of("… REPLACE_CONTAINER " + WEB, "✓ MAKE_NETWORK")) {
            killed(at, "greeting=" + (at.startsWith("…") ? "second" : "third"));

            assertThat(apply("up", "small", "greeting=fourth").code()).isEqualTo(Command.DONE);
            assertThat(runtime.works().logs(WEB, 1).getFirst()).startsWith("fourth ");
            assertThat(runtime.works().labelled("cloud.maidan.blueprint", "small"))
                    .extracting(ContainerStanding::name)
                    .containsExactlyInAnyOrder(WEB, STORE);
        }
    }

    @Test
    void aServiceReachesNeitherTheGatewayNorAnyAddressOfTheHost() throws Exception {
        apply("up", "small");
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName("0.0.0.0"))) {
            Thread.ofVirtual().start(() -> hangUpOnEverybody(listener));
            String port = Integer.toString(listener.getLocalPort());
            apply("up", "open", "port=" + free());
            String gateway = gateway("maidan-open-out");
            assertThat(reach("maidan-open-web", gateway, port))
                    .as("with a way out it does")
                    .isTrue();
            for (String address : hostAddresses()) {
                assertThat(reach(WEB, address, port)).as(address).isFalse();
            }
            assertThat(reach(WEB, gateway("maidan-small"), port)).as("gateway").isFalse();
        }
    }

    @Test
    void aPortThatSomebodyHasIsSaidAndNothingIsLeft() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Said said = apply("up", "open", "port=" + taken.getLocalPort());

            assertThat(said.code()).isEqualTo(Command.FAILED);
            assertThat(said.said()).contains("listens on the port already");
            assertThat(runtime.works().labelled("cloud.maidan.blueprint", "open"))
                    .isEmpty();
        }
    }

    @Test
    void aPublishedPortAnswersOnItsAddressOnly() throws Exception {
        int port = free();
        assertThat(apply("up", "open", "port=" + port).said()).contains("Done.");

        ContainerFacts facts = runtime.container("maidan-open-web").orElseThrow();
        assertThat(facts.ports()).contains(new ContainerFacts.Port("127.0.0.1", port, "8080/tcp"));
        assertThat(faults("maidan-open-web")).isEmpty();
    }

    @Test
    void aContainerOfOthersIsLeftAlone() {
        engine.docker(List.of("create", "--name", WEB, "maidan-small:1", "/busybox", "true"));
        try {
            Said said = apply("up", "small");

            assertThat(said.code()).isEqualTo(Command.FAILED);
            assertThat(said.said()).contains("There is a container called “" + WEB + "” that this portal did not make");
        } finally {
            engine.docker(List.of("rm", WEB));
        }
    }

    @Test
    void anImageThatNobodyHasIsSaid() {
        assertThat(runtime.image("docker.io/library/maidan-nothing:1")).isEmpty();
        assertThat(apply("up", "small", "greeting=bad value").said()).contains("not of their kind: greeting");
    }

    private List<String> faults(String name) {
        EngineFacts facts = runtime.engine();
        ContainerFacts container = runtime.container(name).orElseThrow();
        return Benchmark.on(
                        new Sight(facts, container, runtime.image(container.imageId()), runtime.setuid(container.id())))
                .stream()
                .filter(finding -> finding.result() == Result.WARN)
                .map(finding -> finding.check() + " " + Sentences.said(finding.said()))
                .toList();
    }

    private static void hangUpOnEverybody(ServerSocket listener) {
        try {
            while (true) {
                listener.accept().close();
            }
        } catch (IOException over) {
            // the test is
        }
    }

    /** Whether a connection from inside the container succeeds. */
    private boolean reach(String container, String address, String port) {
        String connect = "/busybox timeout 5 /busybox nc -w 2 " + address + " " + port
                + " </dev/null && /busybox echo reached || /busybox echo not";
        return engine.docker(List.of("exec", container, "/busybox", "sh", "-c", connect))
                .endsWith("reached");
    }

    private String gateway(String network) {
        return engine.docker(List.of("network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", network))
                .replaceFirst("/.*", "");
    }

    private static List<String> hostAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address.getAddress().length == 4)
                .map(InetAddress::getHostAddress)
                .toList();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A process of its own that is killed, as by kill -9, as soon as it says something. */
    private void killed(String atLine, String setting) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Child.Program.of(PortalApplication.class).classPath(),
                PortalApplication.class.getName(),
                "apply"));
        command.addAll(arguments("up", "small", setting));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> said = new ArrayList<>();
            String line = lines.readLine();
            while (line != null && !line.startsWith(atLine)) {
                said.add(line);
                line = lines.readLine();
            }
            assertThat(line).as(said.stream().collect(Collectors.joining("\n"))).isNotNull();
            process.destroyForcibly().waitFor();
        }
    }

    private record Said(int code, String said) {}

    private Said apply(String... words) {
        return said(new ApplyCommand(), words);
    }

    private Said plan(String... words) {
        return said(new PlanCommand(), words);
    }

    private Said said(Command command, String... words) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = command.run(
                arguments(words),
                () -> {
                    throw new AssertionError("no database is needed");
                },
                new PrintStream(said, true, StandardCharsets.UTF_8));
        return new Said(code, said.toString(StandardCharsets.UTF_8));
    }

    private List<String> arguments(String... words) {
        List<String> arguments = new ArrayList<>(
                List.of(engine.host(), engine.folder().resolve("operator.key").toString()));
        arguments.addAll(List.of(words));
        arguments.add("--blueprints=classpath:/test-blueprints/*.yaml");
        return arguments;
    }
}
