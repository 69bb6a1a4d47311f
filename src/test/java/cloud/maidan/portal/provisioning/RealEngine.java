package cloud.maidan.portal.provisioning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

/** A Docker Engine of its own: started in a temporary folder, with its own network, gone without a trace. */
final class RealEngine implements AutoCloseable {

    private static final int SECONDS = 30;

    private final Path folder;
    private final String bridge;
    private final Process daemon;

    private RealEngine(Path folder, String bridge, Process daemon) {
        this.folder = folder;
        this.bridge = bridge;
        this.daemon = daemon;
    }

    private static @org.jspecify.annotations.Nullable RealEngine shared;

    /** One for all classes of this process, closed at its end; skips the calling test as {@link #start} does. */
    static synchronized RealEngine one() throws Exception {
        RealEngine open = shared;
        if (open == null) {
            RealEngine started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::closeAtLast));
            shared = started;
            return started;
        }
        return open;
    }

    /** Skips the calling test, naming what is missing, where no engine can be started. */
    static RealEngine start() throws Exception {
        skipWithout();
        Path folder = Files.createTempDirectory("maidan-engine-");
        String bridge = "mdn" + Long.toString(ProcessHandle.current().pid(), 36);
        run("ip", "link", "add", bridge, "type", "bridge");
        run("ip", "addr", "add", "172.31.250.1/24", "dev", bridge);
        return start(folder, bridge);
    }

    /** One without a network, whose disk has room for so much and no more; skips as {@link #start} does. */
    static RealEngine withDisk(int megabytes) throws Exception {
        skipWithout();
        Path folder = Files.createTempDirectory("maidan-engine-");
        Path disk = Files.createDirectory(folder.resolve("data"));
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "maidan-disk", disk.toString());
        return start(folder, "none");
    }

    private static void skipWithout() {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "skipped: a Docker Engine is started by root only");
        for (String part : List.of("dockerd", "docker", "ip")) {
            Assumptions.assumeTrue(onPath(part) != null, "skipped: no " + part + " on the path");
        }
    }

    private static RealEngine start(Path folder, String bridge) throws Exception {
        Process daemon = new ProcessBuilder(
                        "dockerd",
                        "--host",
                        "unix://" + folder.resolve("docker.sock"),
                        "--data-root",
                        folder.resolve("data").toString(),
                        "--exec-root",
                        folder.resolve("exec").toString(),
                        "--pidfile",
                        folder.resolve("pid").toString(),
                        "--bridge",
                        bridge,
                        "--iptables=false",
                        "--ip-forward=false",
                        "--ip-masq=false",
                        "--max-download-attempts=1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        RealEngine engine = new RealEngine(folder, bridge, daemon);
        try {
            engine.awaitAnswer();
        } catch (Exception | AssertionError e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    /** Where a program is; null when nowhere on the path. */
    static @org.jspecify.annotations.Nullable Path onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    Path folder() {
        return folder;
    }

    Path socket() {
        return folder.resolve("docker.sock");
    }

    String host() {
        return "unix://" + socket();
    }

    /** What the docker command says; a failure of it fails the test. */
    String docker(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "--host", host()));
        command.addAll(arguments);
        try {
            return run(command.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A folder from which mounts spread to the host. */
    Path shared() throws IOException, InterruptedException {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        run("mount", "--bind", shared.toString(), shared.toString());
        run("mount", "--make-shared", shared.toString());
        return shared;
    }

    /** An image of one program, busybox, that sleeps; returns its id. */
    String busybox(String name, String... changes) throws Exception {
        Path busybox = onPath("busybox");
        Assumptions.assumeTrue(busybox != null, "skipped: no busybox-static");
        Path files = java.util.Objects.requireNonNull(
                java.util.Objects.requireNonNull(busybox).getParent());
        Path tar = Files.createTempFile(folder, "image", ".tar");
        run("tar", "--create", "--file", tar.toString(), "--directory", files.toString(), "busybox");
        List<String> command = new ArrayList<>(List.of("import"));
        for (String change : changes) {
            command.addAll(List.of("-c", change));
        }
        command.addAll(List.of(tar.toString(), name));
        return docker(command);
    }

    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + said);
        }
        return said.strip();
    }

    private void closeAtLast() {
        try {
            close();
        } catch (Exception e) {
            System.err.println("The engine in " + folder + " was not cleared away: " + e);
        }
    }

    @Override
    public void close() throws Exception {
        if (daemon.isAlive() && Files.exists(socket())) {
            // the kernel keeps an engine's bridges after it
            String containers = docker(List.of("ps", "--all", "--quiet"));
            for (String container : containers.lines().toList()) {
                docker(List.of("rm", "--force", container));
            }
            docker(List.of("network", "prune", "--force"));
        }
        daemon.destroy();
        if (!daemon.waitFor(SECONDS, TimeUnit.SECONDS)) {
            daemon.descendants().forEach(ProcessHandle::destroyForcibly);
            daemon.destroyForcibly().waitFor();
        }
        List<String> mounts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String place = line.split(" ")[1];
            if (place.startsWith(folder + "/")) {
                mounts.add(place);
            }
        }
        Collections.reverse(mounts);
        for (String place : mounts) {
            run("umount", "--lazy", place);
        }
        if (!bridge.equals("none")) {
            run("ip", "link", "del", bridge);
        }
        FileSystemUtils.deleteRecursively(folder);
    }

    private void awaitAnswer() throws Exception {
        for (int tries = 0; tries < SECONDS * 5; tries++) {
            Process asked = new ProcessBuilder("docker", "--host", host(), "version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (asked.waitFor() == 0) {
                return;
            }
            Assumptions.assumeTrue(daemon.isAlive(), () -> "skipped: dockerd does not start here: " + lastWords());
            Thread.sleep(200);
        }
        throw new AssertionError("dockerd does not answer: " + lastWords());
    }

    private String lastWords() {
        try {
            List<String> log = Files.readAllLines(folder.resolve("log"));
            return log.isEmpty() ? "" : log.getLast();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
