package cloud.maidan.portal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/**
 * A Docker Engine in a network namespace of its own: with its firewall and its name service, and with no trace of them
 * on this machine, to which one cable leads.
 */
final class WalledEngine implements AutoCloseable {

    /** Where its containers' published ports are reached from this machine. */
    static final String ADDRESS = "172.31.251.2";

    private static final String OUTSIDE = "172.31.251.1";
    private static final int SECONDS = 60;

    private final Path folder;
    private final String name;
    private final Process daemon;

    private WalledEngine(Path folder, String name, Process daemon) {
        this.folder = folder;
        this.name = name;
        this.daemon = daemon;
    }

    /** Skips the calling test, saying so, where none can be started. */
    static WalledEngine start(Path folder) throws IOException, InterruptedException {
        String name = "mdw" + Long.toString(ProcessHandle.current().pid(), 36);
        lay(folder, name);
        // unlike "ip netns exec" this leaves /sys, and with it the control groups, as they are
        Process daemon = new ProcessBuilder(
                        "nsenter",
                        "--net=/run/netns/" + name,
                        "dockerd",
                        "--host",
                        "unix://" + folder.resolve("docker.sock"),
                        "--data-root",
                        folder.resolve("data").toString(),
                        "--exec-root",
                        folder.resolve("exec").toString(),
                        "--pidfile",
                        folder.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        WalledEngine engine = new WalledEngine(folder, name, daemon);
        try {
            engine.awaitAnswer();
        } catch (Exception | AssertionError e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    /** The namespace, and a cable into it. */
    private static void lay(Path folder, String name) throws IOException, InterruptedException {
        String far = name + "f";
        for (String each : List.of(
                "netns add " + name,
                "link add " + name + " type veth peer name " + far + " netns " + name,
                "addr add " + OUTSIDE + "/30 dev " + name,
                "link set " + name + " up",
                "-netns " + name + " link set lo up",
                "-netns " + name + " addr add " + ADDRESS + "/30 dev " + far,
                "-netns " + name + " link set " + far + " up",
                "-netns " + name + " route add default via " + OUTSIDE)) {
            run(folder, ("ip " + each).split(" "));
        }
    }

    Path socket() {
        return folder.resolve("docker.sock");
    }

    /** What a command says that speaks to this engine; a failure of it fails the test. */
    String run(Path where, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true);
        builder.environment().put("DOCKER_HOST", "unix://" + socket());
        builder.environment().putAll(environment);
        return ended(builder, command);
    }

    String docker(String... arguments) throws IOException, InterruptedException {
        String[] command =
                Stream.concat(Stream.of("docker"), Stream.of(arguments)).toArray(String[]::new);
        return run(folder, Map.of(), command);
    }

    private static String run(Path where, String... command) throws IOException, InterruptedException {
        return ended(new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true), command);
    }

    private static String ended(ProcessBuilder builder, String... command) throws IOException, InterruptedException {
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + said);
        }
        return said.strip();
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        for (int tries = 0; tries < SECONDS * 5; tries++) {
            Process asked = new ProcessBuilder("docker", "--host", "unix://" + socket(), "version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (asked.waitFor() == 0) {
                return;
            }
            Assumptions.assumeTrue(daemon.isAlive(), () -> "skipped: dockerd does not start here: " + folder);
            Thread.sleep(200);
        }
        throw new AssertionError("dockerd does not answer");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (daemon.isAlive() && Files.exists(socket())) {
            for (String container : docker("ps", "--all", "--quiet").lines().toList()) {
                docker("rm", "--force", "--volumes", container);
            }
        }
        daemon.destroy();
        if (!daemon.waitFor(SECONDS, TimeUnit.SECONDS)) {
            daemon.descendants().forEach(ProcessHandle::destroyForcibly);
            daemon.destroyForcibly().waitFor();
        }
        unmount();
        run(folder, "ip", "link", "del", name);
        run(folder, "ip", "netns", "del", name);
        FileSystemUtils.deleteRecursively(folder);
    }

    private void unmount() throws IOException, InterruptedException {
        List<String> mounts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String place = line.split(" ")[1];
            if (place.startsWith(folder + "/")) {
                mounts.add(place);
            }
        }
        Collections.reverse(mounts);
        for (String place : mounts) {
            run(folder, "umount", "--lazy", place);
        }
    }
}
