package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.portal.requests.KillableExports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The demo's member takes everything along: one whole archive, one letter, and what was fetched for it. */
final class MiraExported implements Deed, AutoCloseable {

    /** Bytes of an archive; the most that an interrupted export may have to fetch again from one service. */
    static final int PART = 256 * 1024;

    private final GatedServices services;
    private final Supplier<String> database;
    private final Supplier<Path> archives;
    private final Duration patience;
    private final MatrixStandIn matrix = MatrixStandIn.start(0, 1000);
    private List<String> undisturbed = List.of();

    MiraExported(GatedServices services, Supplier<String> database, Supplier<Path> archives, Duration patience) {
        this.services = services;
        this.database = database;
        this.archives = archives;
        this.patience = patience;
    }

    @Override
    public void close() {
        matrix.close();
    }

    @Override
    public String name() {
        return "export";
    }

    @Override
    public void prepare() {
        services.leadTo("matrix", matrix.url());
        matrix.forgetCalls();
    }

    @Override
    public String over() {
        return "READY ";
    }

    @Override
    public Outcome outcome(UUID token, String said) throws Exception {
        Map<String, String> contents = contents(Path.of(said.split(" ", 3)[2]));
        try (SingleConnectionDataSource connection = new SingleConnectionDataSource(database.get(), true)) {
            JdbcClient jdbc = JdbcClient.create(connection);
            UUID export = jdbc.sql("select id from export_request where token = ? and state = 'READY'")
                    .param(token)
                    .query(UUID.class)
                    .single();
            // killed between its effect and its end, a step is taken up once more to find that nothing is left to do
            await().atMost(patience)
                    .untilAsserted(() -> assertThat(count(
                                    jdbc, "select count(*) from work_step where about = ? and state <> 'DONE'", export))
                            .isZero());
            assertThat(count(jdbc, """
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
                            jdbc,
                            "select count(*) from export_request where state = 'READY' and member_id ="
                                    + " (select member_id from export_request where id = ?)",
                            export));
            return new Outcome(
                    Map.of(
                            "archives",
                                    times(
                                            jdbc,
                                            "select count(*) from archive where id = ? and stage = 'READY'",
                                            export),
                            "letters",
                                    times(
                                            jdbc,
                                            "select count(*) from letter where path = '/me/exports/' || ?::text",
                                            export)),
                    Map.of(
                            "shed", lines(only(contents, "data/shed/")),
                            "matrix", lines(only(contents, "data/matrix/"))));
        }
    }

    private static List<String> lines(Map<String, String> contents) {
        return contents.entrySet().stream().map(Object::toString).toList();
    }

    private static List<String> times(JdbcClient jdbc, String query, UUID export) {
        return Stream.generate(() -> "one").limit(count(jdbc, query, export)).toList();
    }

    private static long count(JdbcClient jdbc, String query, UUID export) {
        return jdbc.sql(query).param(export).query(Long.class).single();
    }

    /** What the Matrix server was asked for that fills the archive: pages of messages, and files. */
    private List<String> fetched() {
        return matrix.calls().stream()
                .filter(call -> call.contains("/messages") || call.contains("/media/download"))
                .toList();
    }

    /** Everything was fetched, and no more than one part of the archive twice. */
    @Override
    public String repeated() throws Exception {
        List<String> twice = new ArrayList<>(fetched());
        for (String call : undisturbed) {
            assertThat(twice.remove(call)).as(call).isTrue();
        }
        assertThat(undisturbed).containsAll(twice);
        assertThat(bytes(twice)).as("fetched twice: " + twice).isLessThanOrEqualTo(PART);
        return ", %d of %d answers fetched twice".formatted(twice.size(), undisturbed.size());
    }

    @Override
    public void verifyUndisturbed(Outcome outcome) {
        undisturbed = fetched();
        assertThat(undisturbed).doesNotHaveDuplicates().hasSizeGreaterThan(10);
        assertThat(outcome.rest().get("shed")).hasSize(KillableExports.NOTES);
        assertThat(outcome.rest().get("matrix")).isNotEmpty();
        assertThat(outcome.effects()).isEqualTo(Map.of("archives", List.of("one"), "letters", List.of("one")));
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

    private List<String> files(UUID export) throws IOException {
        try (Stream<Path> files = Files.list(archives.get().resolve(export.toString()))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Map<String, String> only(Map<String, String> contents, String prefix) {
        return contents.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
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
}
