package cloud.maidan.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server of its own whose cluster can be copied and put back, and, when this machine has PostgreSQL 15's
 * programs, whose database can be dumped and restored. Without them it is the server that the tests bring along.
 */
public final class RestorableDatabase implements AutoCloseable {

    /** Debian's place. */
    public static final Path INSTALLED = Path.of("/usr/lib/postgresql/15/bin");

    private static final String NAME = "postgres";

    private final Path programs;
    private final Path folder;
    private final int port;

    private RestorableDatabase(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /** @param folder for its cluster; empty, or not there yet */
    public static RestorableDatabase start(Path folder) {
        Path programs = installed() ? INSTALLED : EmbeddedDatabase.programs();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RestorableDatabase database = new RestorableDatabase(programs, folder, FreePort.find());
        database.run("initdb", "-D", folder.toString(), "-U", NAME, "-A", "trust", "-E", "UTF8", "--no-locale");
        database.go();
        return database;
    }

    public static boolean installed() {
        return Files.isExecutable(INSTALLED.resolve("pg_dump")) && Files.isExecutable(INSTALLED.resolve("initdb"));
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME + "?user=" + NAME;
    }

    /** Stops meanwhile. @param target must not exist */
    public void copyTo(Path target) {
        stop();
        copy(folder, target);
        go();
    }

    /** Whatever came after the copy never was. */
    public void replaceBy(Path copy) {
        stop();
        delete(folder);
        copy(copy, folder);
        go();
    }

    public void dumpTo(Path file) {
        run("pg_dump", "-Fc", "-f", file.toString(), "-h", "127.0.0.1", "-p", "" + port, "-U", NAME, NAME);
    }

    /** Into an empty database. */
    public void restoreFrom(Path file) {
        sql("drop schema public cascade");
        sql("create schema public");
        run("pg_restore", "--exit-on-error", "-h", "127.0.0.1", "-p", "" + port, "-U", NAME, "-d", NAME, file + "");
    }

    @Override
    public void close() {
        stop();
        delete(folder);
    }

    private void sql(String command) {
        run("psql", "-q", "-h", "127.0.0.1", "-p", "" + port, "-U", NAME, "-d", NAME, "-c", command);
    }

    private void go() {
        String options = "-p " + port + " -k '' -c listen_addresses=127.0.0.1 -c max_connections=50";
        run("pg_ctl", "-D", folder.toString(), "-w", "-l", folder + ".log", "-o", options, "start");
    }

    private void stop() {
        run("pg_ctl", "-D", folder.toString(), "-w", "-m", "fast", "stop");
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U")); // the server will not run as root
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            File said = File.createTempFile("maidan-" + program, "");
            int ended = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said)
                    .start()
                    .waitFor();
            if (ended != 0) {
                throw new IllegalStateException(command + ": " + Files.readString(said.toPath()));
            }
            Files.delete(said.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.toList()) {
                Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
