package cloud.maidan.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL server in this process's care, started at first use; each caller gets a database of its own. */
public final class EmbeddedDatabase {

    /** Those who merely listen notice late that they are to stop. */
    private static final String OTHERS = """
            select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
                and application_name <> 'maidan-portal signals'""";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private EmbeddedDatabase() {}

    /** JDBC address, with user name, of a new and empty database. */
    public static synchronized String newDatabase() {
        try {
            if (server == null) {
                server = start();
            }
            String name = "portal_" + NUMBER.incrementAndGet();
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
            return server.getJdbcUrl("postgres", name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where this process keeps the server's programs. */
    static Path programs() {
        newDatabase();
        try (var folders = Files.list(Path.of(System.getProperty("ot.epg.working-dir")))) {
            return folders.map(folder -> folder.resolve("bin"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres start() throws IOException {
        Path home = Files.createTempDirectory("maidan-postgres-");
        System.setProperty("ot.epg.working-dir", home.toString());
        EmbeddedPostgres started = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .setRegisterShutdownHook(false)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            awaitTheOthers(started);
            stop(started, home);
        }));
        return started;
    }

    /** The portals of this process stop at the same moment, and need their database for that. */
    private static void awaitTheOthers(EmbeddedPostgres started) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (var connection = started.getPostgresDatabase().getConnection();
                var statement = connection.prepareStatement(OTHERS)) {
            while (System.nanoTime() < end) {
                try (var others = statement.executeQuery()) {
                    if (!others.next()) {
                        return;
                    }
                }
                Thread.sleep(50);
            }
        } catch (SQLException e) {
            System.err.println("PostgreSQL has stopped already: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(EmbeddedPostgres started, Path home) {
        try (started;
                var files = Files.walk(home)) {
            started.close();
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("PostgreSQL did not stop cleanly: " + e.getMessage());
        }
    }
}
