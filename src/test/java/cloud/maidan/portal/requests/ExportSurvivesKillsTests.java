package cloud.maidan.portal.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.EmbeddedDatabase;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.portal.Child;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Kills the portal (SIGKILL) at chosen points of an export and starts it again. {@code -Dportal.kills=24} kills it at
 * each of the 22 kinds of points at least once, {@code -Dportal.kills.seed=…} chooses others.
 */
class ExportSurvivesKillsTests {

    private static final int KILLS = Integer.getInteger("portal.kills", 2);
    private static final long SEED = Long.getLong("portal.kills.seed", 20261121);
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("portal.kills.patience", 120));
    /** From the moment the portal is up; a busy machine takes its time. */
    private static final Duration RESUMED_WITHIN = Duration.ofSeconds(6);

    /** Bytes of an archive; the most that an interrupted export may have to fetch again from one service. */
    private static final int PART = 256 * 1024;

    @TempDir
    Path folder;

    private final String database = EmbeddedDatabase.newDatabase();
    private final JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(database));
    private final MatrixStandIn matrix = MatrixStandIn.start(0, 1000);
    private @Nullable Child child;

    @AfterEach
    void stopEverything() throws InterruptedException {
        if (child != null) {
            child.kill();
        }
        matrix.close();
    }

    @Test
    void everyKillEndsInOneWholeArchiveAndNothingTwice() throws Exception {
        child = start();
        Child rehearsal = child;
        UUID first = UUID.randomUUID();
        rehearsal.order("export " + first + " -");
        Map<String, String> expected = contents(zip(rehearsal));
        verify(first, expected, expected);
        List<String> undisturbed = fetched();
        assertThat(expected.keySet())
                .filteredOn(name -> name.startsWith("data/shed/"))
                .hasSize(KillablePortal.NOTES);
        assertThat(expected.keySet())
                .filteredOn(name -> name.startsWith("data/matrix/"))
                .isNotEmpty();

        for (String point : choose(rehearsal.passed())) {
            Child victim = child;
            matrix.forgetCalls();
            UUID token = UUID.randomUUID();
            victim.order("export " + token + " " + point);
            if (point.equals("-")) {
                Thread.sleep(new Random(SEED).nextInt(50, 2500));
            } else {
                victim.await(line -> line.equals("AT " + point));
            }
            victim.kill();
            long killed = System.nanoTime();
            List<String> before = fetched();
            matrix.forgetCalls();

            child = start();
            Child successor = child;
            long up = System.nanoTime();
            successor.order("export " + token + " -");
            Map<String, String> found = contents(zip(successor));
            long resumed = Math.max(0, successor.firstClaim() - up);
            List<String> twice = twice(undisturbed, before, fetched());
            System.out.println(
                    "killed at %-48s back after %5d ms, at work again %5d ms after the kill, %d of %d answers fetched twice"
                            .formatted(
                                    point.equals("-") ? "a random moment" : point,
                                    Duration.ofNanos(up - killed).toMillis(),
                                    Duration.ofNanos(successor.firstClaim() - killed)
                                            .toMillis(),
                                    twice.size(),
                                    undisturbed.size()));
            verify(token, found, expected);
            assertThat(bytes(twice)).as("fetched twice at %s: %s", point, twice).isLessThanOrEqualTo(PART);
            assertThat(Duration.ofNanos(resumed)).as(point).isLessThan(RESUMED_WITHIN);
        }
    }

    /** Each kind of point once before any comes twice; every sixth kill comes at a moment nobody chose. */
    private static List<String> choose(List<String> passed) {
        Random random = new Random(SEED);
        Map<String, List<String>> kinds = passed.stream()
                .collect(Collectors.groupingBy(
                        point -> point.substring(0, point.indexOf('#')), LinkedHashMap::new, Collectors.toList()));
        List<String> names = new ArrayList<>(kinds.keySet());
        Collections.shuffle(names, random);
        List<String> chosen = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill >= names.size() && kill % 6 == 5) {
                chosen.add("-");
            } else {
                List<String> points = kinds.getOrDefault(names.get(kill % names.size()), List.of());
                chosen.add(points.get(random.nextInt(points.size())));
            }
        }
        return chosen;
    }

    private void verify(UUID token, Map<String, String> found, Map<String, String> expected) {
        assertThat(only(found, "data/shed/")).isEqualTo(only(expected, "data/shed/"));
        assertThat(only(found, "data/matrix/")).isEqualTo(only(expected, "data/matrix/"));
        UUID export = jdbc.sql("select id from export_request where token = ? and state = 'READY'")
                .param(token)
                .query(UUID.class)
                .single();
        assertThat(count("select count(*) from archive where id = ? and stage = 'READY'", export))
                .isOne();
        assertThat(count("select count(*) from letter where path = '/me/exports/' || ?::text", export))
                .isOne();
        // Killed between its effect and its end, a step is taken up once more to find that nothing is left to do.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                count("select count(*) from work_step where about = ? and state <> 'DONE'", export))
                        .isZero());
        assertThat(count("""
                        select count(*) from scheduled_tasks
                        where task_instance in (select id::text from work_step where about = ?)""", export)).isLessThanOrEqualTo(1);
        assertThat(files(export))
                .containsExactlyInAnyOrderElementsOf(jdbc.sql("select file from archive_part where archive_id = ?")
                        .param(export)
                        .query((row, number) -> row.getString("file"))
                        .list());
        assertThat(jdbc.sql("select count(*) from audit_record where action = 'requests.export-ready'")
                        .query(Long.class)
                        .single())
                .isEqualTo(count(
                        "select count(*) from export_request where state = 'READY' and member_id ="
                                + " (select member_id from export_request where id = ?)",
                        export));
    }

    /** What the Matrix server was asked for that fills the archive, in order: pages of messages, and files. */
    private List<String> fetched() {
        return matrix.calls().stream()
                .filter(call -> call.contains("/messages") || call.contains("/media/download"))
                .toList();
    }

    /** The work goes on somewhere in what was done already, and from there to the end as it would have gone. */
    private static List<String> twice(List<String> undisturbed, List<String> before, List<String> after) {
        assertThat(before).isEqualTo(undisturbed.subList(0, before.size()));
        int resumedAt = undisturbed.size() - after.size();
        assertThat(after).isEqualTo(undisturbed.subList(resumedAt, undisturbed.size()));
        assertThat(resumedAt).isLessThanOrEqualTo(before.size());
        return undisturbed.subList(resumedAt, before.size());
    }

    /** Bytes that the answers fill in an archive, where they lie compressed. */
    private long bytes(List<String> calls) throws Exception {
        ByteArrayOutputStream archived = new ByteArrayOutputStream();
        try (HttpClient http = HttpClient.newHttpClient();
                DeflaterOutputStream compressed = new DeflaterOutputStream(archived)) {
            for (String call : calls) {
                HttpRequest again = HttpRequest.newBuilder(URI.create(matrix.url() + call))
                        .header("Authorization", "Bearer " + matrix.token())
                        .build();
                compressed.write(http.send(again, HttpResponse.BodyHandlers.ofByteArray())
                        .body());
            }
        }
        return archived.size();
    }

    private List<String> files(UUID export) {
        try (Stream<Path> files = Files.list(folder.resolve("archives").resolve(export.toString()))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> only(Map<String, String> contents, String prefix) {
        return contents.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    private long count(String query, UUID export) {
        return jdbc.sql(query).param(export).query(Long.class).single();
    }

    private static Path zip(Child child) throws InterruptedException {
        String ready = child.await(line -> line.startsWith("READY "));
        return Path.of(ready.substring(ready.lastIndexOf(' ') + 1));
    }

    /** Every entry's checksum by its name below the archive's folder; each name once, each as the manifest says. */
    private static Map<String, String> contents(Path zip) throws Exception {
        Map<String, String> sums = new TreeMap<>();
        Map<String, String> manifest = new TreeMap<>();
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
                byte[] content = entries.readAllBytes();
                assertThat(sums.put(name, sum(content))).as(name).isNull();
                if (name.equals("manifest-sha256.txt")) {
                    new String(content, StandardCharsets.UTF_8)
                            .lines()
                            .forEach(line -> assertThat(manifest.put(line.substring(66), line.substring(0, 64)))
                                    .as(line)
                                    .isNull());
                }
            }
        }
        try (ZipFile directory = new ZipFile(zip.toFile())) {
            assertThat(directory.size()).isEqualTo(sums.size());
        }
        assertThat(manifest).isEqualTo(only(sums, "data/"));
        return sums;
    }

    private static String sum(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private Child start() throws Exception {
        Path token = folder.resolve("matrix-token");
        Files.writeString(token, matrix.token());
        return Child.start(
                KillablePortal.class,
                PATIENCE,
                "--killable.folder=" + folder,
                "--spring.profiles.active=test",
                "--spring.datasource.url=" + database,
                "--server.port=0",
                "--portal.keys.folder=" + folder.resolve("keys"),
                "--portal.archive.folder=" + folder.resolve("archives"),
                "--portal.archive.part-size=" + PART + "B",
                "--portal.requests.per-day=1000",
                "--portal.services.matrix.url=" + matrix.url(),
                "--portal.services.matrix.token-file=" + token);
    }
}
