package cloud.maidan.portal;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;

/** A portal in a process of its own, made to be killed. It takes orders and passes {@link KillPoint}s. */
public final class Child {

    private final Process process;
    private final Duration patience;
    private final BufferedWriter orders;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final List<String> passed = Collections.synchronizedList(new ArrayList<>());
    private final StringBuffer everything = new StringBuffer();
    private volatile long claimed;

    private Child(Process process, Duration patience) {
        this.process = process;
        this.patience = patience;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::listen);
    }

    /** How its process is begun. @param options of the virtual machine */
    public record Program(Class<?> portal, String classPath, List<String> options) {

        public static Program of(Class<?> portal) {
            return new Program(
                    portal,
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    List.of());
        }

        /**
         * Starts in half the time, by what one that is started and ended for it leaves behind, as in the portal's image.
         *
         * @param folder for that, some hundreds of megabytes
         */
        public Program cached(Path folder, Duration patience, String... arguments)
                throws IOException, InterruptedException {
            StringJoiner packed = new StringJoiner(java.io.File.pathSeparator);
            for (String entry : classPath.split(java.io.File.pathSeparator)) {
                packed.add(Files.isDirectory(Path.of(entry)) ? packed(Path.of(entry), folder) : entry);
            }
            Path cache = folder.resolve("portal.aot");
            start(new Program(portal, packed.toString(), List.of("-XX:AOTCacheOutput=" + cache)), patience, arguments)
                    .end();
            return new Program(portal, packed.toString(), List.of("-XX:AOTCache=" + cache));
        }

        private static String packed(Path classes, Path folder) throws IOException {
            Path jar = folder.resolve(classes.getFileName()).resolve("all.jar");
            Files.createDirectories(jar.getParent());
            int ended = ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(System.out, System.err, "cf0", jar.toString(), "-C", classes.toString(), ".");
            if (ended != 0) {
                throw new IOException(jar + " was not written");
            }
            return jar.toString();
        }
    }

    /** Returns when it has said that it is up. @param patience how long it may take for each thing it is to say */
    public static Child start(Program program, Duration patience, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(program.options());
        command.addAll(List.of("-cp", program.classPath(), program.portal().getName()));
        command.addAll(List.of(arguments));
        Child started =
                new Child(new ProcessBuilder(command).redirectErrorStream(true).start(), patience);
        started.await("UP"::equals);
        return started;
    }

    /** As somebody ends it who has nothing against it. */
    private void end() throws IOException, InterruptedException {
        order("end");
        process.waitFor();
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (claimed == 0 && line.startsWith("POINT after commit of claim")) {
                    claimed = System.nanoTime();
                }
                if (line.startsWith("POINT ")) {
                    passed.add(line.substring(6));
                } else {
                    everything.append(line).append('\n');
                }
                said.add(line);
            }
        } catch (IOException e) {
            everything.append(e);
        }
        said.add("END");
    }

    public void order(String line) throws IOException {
        orders.write(line + "\n");
        orders.flush();
    }

    public String await(Predicate<String> wanted) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            String line = said.poll(1, TimeUnit.SECONDS);
            if (line != null && wanted.test(line)) {
                return line;
            }
            if ("END".equals(line)) {
                break;
            }
        }
        throw new AssertionError("the portal did not say so:\n" + everything);
    }

    /** When a step was taken up for the first time; now when none was, since nothing was left to do. */
    public long firstClaim() {
        long at = claimed;
        return at == 0 ? System.nanoTime() : at;
    }

    /** Looks for the first claim anew, and for the points that it passes. */
    public void forget() {
        claimed = 0;
        passed.clear();
    }

    /** Whether a line began so, ever. */
    public boolean said(String beginning) {
        return everything.indexOf("\n" + beginning) >= 0;
    }

    public List<String> passed() {
        synchronized (passed) {
            return List.copyOf(passed);
        }
    }

    /** Stops it where it is, as a machine does that is out of breath. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
