package cloud.maidan.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A real PostgreSQL server of its own that can be killed with all its processes, and started anew on what it left. */
public final class KillableDatabaseServer implements AutoCloseable {

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private KillableDatabaseServer(Path data, int port) throws IOException {
        this.data = data;
        this.port = port;
        this.server = started();
    }

    /** @param folder for its data; must not exist */
    public static KillableDatabaseServer start(Path folder) throws IOException {
        EmbeddedDatabase.newDatabase(); // unpacks the programs where this process keeps them
        return new KillableDatabaseServer(folder, FreePort.find());
    }

    public String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** SIGKILL to the server and every process that works for it, as when the machine's power goes. */
    public void kill() throws IOException, InterruptedException, ExecutionException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> workers = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        workers.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : workers) {
            each.onExit().get();
        }
        postmaster.onExit().get();
        Files.deleteIfExists(data.resolve("epg-lock")); // held by whoever started it, who need not stop it any more
    }

    /** Returns when it has recovered and takes connections. */
    public void startAnew() throws IOException {
        server = started();
    }

    private EmbeddedPostgres started() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setPGStartupWait(Duration.ofSeconds(60))
                .setRegisterShutdownHook(false)
                .start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
