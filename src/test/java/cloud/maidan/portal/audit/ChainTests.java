package cloud.maidan.portal.audit;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.subject.Command;
import cloud.maidan.portal.subject.MemberId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.test.context.TestConstructor;

@PortalTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class ChainTests {

    private final Bench bench;
    private final Chainer node;

    @TempDir
    Path folder;

    ChainTests(ApplicationContext portal) {
        bench = new Bench(portal);
        node = bench.node();
    }

    @Test
    void whateverADatabaseSuperuserDoesToARecordIsFoundWithItsId() throws SQLException {
        List<Long> ids = fill(10, 30);
        Random random = new Random(20261121);

        try (Connection connection = bench.database.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(Bench.check(connection).verdict()).isEmpty();
            for (int i = 0; i < 200; i++) {
                long id = ids.get(random.nextInt(ids.size()));
                long other = ids.get((ids.indexOf(id) + 1 + random.nextInt(ids.size() - 1)) % ids.size());
                String attack = attack(i, random);
                JdbcClient superuser = JdbcClient.create(new SingleConnectionDataSource(connection, true));
                var statement = superuser.sql(attack).param("id", id);
                assertThat((attack.contains(":other") ? statement.param("other", other) : statement).update())
                        .as(attack)
                        .isPositive();
                long touched = attack.startsWith("insert") ? 1_000_000 + id : id;

                assertThat(Bench.check(connection).verdict())
                        .as("%s (%d, %d)", attack, id, other)
                        .get()
                        .extracting(LogCheck.Broken::record)
                        .isIn(touched, attack.contains(":other") ? other : touched);
                connection.rollback();
            }
        }
    }

    private static String attack(int i, Random random) {
        return switch (i % 5) {
            case 0 -> "delete from audit_record where id = :id";
            case 1 ->
                "insert into audit_record select 1000000 + id, at - interval '1 hour', actor_id, actor_task,"
                        + " member_id, kind, action, details, mac from audit_record where id = :id";
            case 2 -> // two records change places
                "update audit_record r set at = o.at, actor_id = o.actor_id, actor_task = o.actor_task,"
                        + " member_id = o.member_id, kind = o.kind, action = o.action, details = o.details, mac = o.mac"
                        + " from audit_record o where (r.id = :id and o.id = :other) or (r.id = :other and o.id = :id)";
            case 3 -> "delete from audit_record where id >= :id";
            default ->
                "update audit_record set "
                        + List.of(
                                        "at = at + interval '1 microsecond'",
                                        "actor_id = gen_random_uuid()",
                                        "actor_task = coalesce(actor_task, '') || 'x'",
                                        "member_id = gen_random_uuid()",
                                        "kind = 'ACCESS'",
                                        "action = action || 'x'",
                                        "details = coalesce(details, '') || 'x'::bytea",
                                        "mac = set_byte(mac, 20, 255 - get_byte(mac, 20))")
                                .get(random.nextInt(8))
                        + " where id = :id";
        };
    }

    @Test
    void changedBatchesAreFound() throws SQLException {
        fill(5, 4);

        try (Connection connection = bench.database.getConnection()) {
            connection.setAutoCommit(false);
            for (String attack : List.of(
                    "delete from audit_batch where number = 3",
                    "update audit_batch set ids = array_remove(ids, ids[1]) where number = 2",
                    "update audit_batch set digests = set_byte(digests, 5, 255 - get_byte(digests, 5)) where number = 2",
                    "update audit_batch set checkpoint = replace(checkpoint, '/audit', '/other') where number = 4",
                    "update audit_batch set checkpoint = (select checkpoint from audit_batch where number = 4)"
                            + " where number = 5",
                    "update audit_batch set number = -number where number in (2, 3)")) {
                JdbcClient.create(new SingleConnectionDataSource(connection, true))
                        .sql(attack)
                        .update();

                assertThat(Bench.check(connection).verdict()).as(attack).isPresent();
                connection.rollback();
            }
        }
    }

    @Test
    void aTailCutOffWithItsBatchesIsFoundByACheckpointKeptOutside() throws SQLException, IOException {
        fill(2, 5);
        Path file = folder.resolve("checkpoints");
        Checkpoints checkpoints = bench.checkpoints(file);
        checkpoints.publish();
        checkpoints.publish();
        fill(1, 5);
        checkpoints.publish();
        Path export = export();
        assertThat(said(file, export)).startsWith("0 15 records in 3 signed batches fit; 0 were not linked yet.");

        bench.jdbc.sql("delete from audit_record where id > 10").update();
        bench.jdbc.sql("delete from audit_batch where number > 2").update();
        Path shorter = export();

        try (Connection connection = bench.database.getConnection()) {
            assertThat(Bench.check(connection).verdict())
                    .as("nothing inside the database tells")
                    .isEmpty();
        }
        assertThat(said(file, shorter))
                .startsWith("1 10 records in 2 signed batches fit")
                .contains("BROKEN: record 10 is the last one of 10, but the checkpoint of ", " says 15.");
    }

    @Test
    void theCommandSaysWhatIsWrongWithAFile() throws IOException {
        fill(2, 3);
        Path good = export();
        List<String> lines = Files.readAllLines(good);
        Path bad = folder.resolve("bad");

        assertThat(said(null, good)).startsWith("0 6 records in 2 signed batches fit");
        Files.write(bad, lines.subList(0, lines.size() - 1));
        assertThat(said(null, bad)).startsWith("1 6 records").contains("BROKEN: record 6 is the last one before");
        List<String> without = new ArrayList<>(lines);
        without.remove(6);
        Files.write(bad, without);
        assertThat(said(null, bad)).startsWith("1 4 records").contains("BROKEN: record 5 is missing.");
        List<String> torn = new ArrayList<>(lines);
        torn.set(3, torn.get(3).substring(0, 20));
        Files.write(bad, torn);
        assertThat(said(null, bad)).startsWith("1 2 records").contains("unreadable");
        assertThat(said(null, folder.resolve("absent"))).startsWith("1 Not readable");
        assertThat(verify(good.toString(), "--key")).startsWith("2 ");
        assertThat(verify()).startsWith("2 ");
        String stranger = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        assertThat(verify(good.toString(), "--key", stranger)).startsWith("1 ").contains("not trusted");
        String own = bench.batches.last().verifier();
        assertThat(verify(good.toString(), "--key", own)).startsWith("0 6 records");
    }

    @Test
    void theChainStaysWholeAfterAMembersKeyIsErased() throws SQLException {
        MemberId member = bench.join();
        bench.publish(Happened.to(member, "tests.happened"));
        node.link();
        fill(1, 3);

        bench.jdbc.sql("delete from member").update();

        assertThat(bench.jdbc
                        .sql("select count(*) from audit_member_key")
                        .query(Long.class)
                        .single())
                .isZero();
        try (Connection connection = bench.database.getConnection()) {
            assertThat(Bench.check(connection).verdict()).isEmpty();
        }
    }

    @Test
    void tenWritersAndTwoNodesMakeOneChain() throws Exception {
        int each = 40;
        AtomicBoolean writing = new AtomicBoolean(true);
        try (var pool = Executors.newFixedThreadPool(12)) {
            List<Future<?>> nodes = new ArrayList<>();
            for (Chainer linking : List.of(node, bench.node())) {
                nodes.add(pool.submit(() -> {
                    while (writing.get()) {
                        linking.link();
                    }
                }));
            }
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < 10; w++) {
                Random random = new Random(w);
                writers.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        boolean undone = i % 8 == 7;
                        bench.transactions.executeWithoutResult(transaction -> {
                            bench.trail.record(Happened.byItself("tests.happened"));
                            pause(random.nextInt(5));
                            if (undone) {
                                transaction.setRollbackOnly();
                            }
                        });
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            writing.set(false);
            for (Future<?> linking : nodes) {
                linking.get();
            }
        }
        node.link();
        bench.own.look(Duration.ofSeconds(5));

        int committed = 10 * each * 7 / 8;
        try (Connection connection = bench.database.getConnection()) {
            ChainCheck check = Bench.check(connection);
            assertThat(check.verdict()).isEmpty();
            assertThat(check.records()).isEqualTo(committed);
            assertThat(check.unlinkedRecords()).isZero();
            assertThat(check.batches()).isGreaterThan(1);
        }
        assertThat(bench.alarm.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aRecordOfALongTransactionIsLinkedWhenItAppears() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch overtaken = new CountDownLatch(1);
        try (var pool = Executors.newSingleThreadExecutor()) {
            Future<?> slow = pool.submit(() -> bench.transactions.executeWithoutResult(transaction -> {
                bench.trail.record(Happened.byItself("tests.slow"));
                written.countDown();
                await(overtaken);
            }));
            await(written);
            bench.publish(Happened.byItself("tests.fast"));
            assertThat(node.link()).isEqualTo(1);
            overtaken.countDown();
            slow.get();
        }

        assertThat(bench.node().link())
                .as("also by a node that has just started")
                .isEqualTo(1);
        assertThat(bench.batches.last().ids()).containsExactly(1);
        assertThat(bench.batches.last().settledId()).isEqualTo(2);
        assertThat(node.link()).isZero();
    }

    /** Its thread waits for the lock for as long as this test holds it. */
    @Test
    @Timeout(60)
    void whoStopsThePortalDoesNotWaitForADatabaseThatDoesNotAnswer() throws SQLException {
        ChainLoop loop = bench.loop(node);
        loop.start();

        try (Connection connection = bench.database.getConnection()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("lock table audit_batch in access exclusive mode");
            loop.stop();
            connection.rollback();
        }

        assertThat(loop.isRunning()).isFalse();
    }

    @Test
    void whatIsChangedForgedOrRemovedBeforeItIsLinkedRaisesTheAlarm() {
        for (int i = 0; i < 3; i++) {
            bench.publish(Happened.byItself("tests.happened"));
        }
        bench.jdbc
                .sql("update audit_record set action = 'tests.other' where id = 1")
                .update();
        bench.jdbc.sql("delete from audit_record where id = 2").update();
        bench.jdbc
                .sql(
                        "insert into audit_record select 4, at, actor_id, actor_task, member_id, kind, action, details, mac"
                                + " from audit_record where id = 3")
                .update();

        node.link();
        bench.own.look(Duration.ZERO);

        assertThat(bench.batches.last().ids()).containsExactly(3);
        assertThat(bench.alarm.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(bench.alarm.health().getDetails().get("tampered"))
                .asString()
                .contains("1=was not written", "2=vanished", "4=was not written")
                .doesNotContain("3=");
    }

    @Test
    void opensslVerifiesACheckpoint() throws IOException, InterruptedException {
        Assumptions.assumeTrue(onPath("openssl"), "openssl is not installed");
        fill(1, 2);
        Batch last = bench.batches.last();
        int end = last.checkpoint().indexOf("\n\u2014 ");
        String line = last.checkpoint().substring(end + 1).strip();
        byte[] signature = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
        byte[] key = Base64.getDecoder().decode(last.verifier().split("\\+", 3)[2]);
        byte[] x509 =
                Verifier.join(HexFormat.of().parseHex("302a300506032b6570032100"), Arrays.copyOfRange(key, 1, 33));
        Files.writeString(folder.resolve("text"), last.checkpoint().substring(0, end));
        Files.write(folder.resolve("signature"), Arrays.copyOfRange(signature, 4, 68));
        Files.write(folder.resolve("key"), x509);

        Process openssl = new ProcessBuilder(
                        "openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key -in text -sigfile signature"
                                .split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("Signature Verified Successfully");
        assertThat(openssl.waitFor()).isZero();
    }

    @Test
    void aMembersPageReadsNoMoreThanItShows() {
        bench.jdbc.sql("""
                insert into audit_record
                select nextval('audit_record_id'), now(), m, null, m, 'CHANGE', 'tests.happened', null, 'x'
                from generate_series(1, 100000), lateral (select gen_random_uuid() as m) people""").update();
        bench.jdbc.sql("analyze audit_record").update();

        List<String> plan = bench.jdbc
                .sql("explain (costs off) " + RecordRows.TRAIL)
                .param("member", MemberId.random().value())
                .param("from", 90_000L)
                .param("limit", 26)
                .query((row, number) -> row.getString(1))
                .list();

        assertThat(String.join("\n", plan))
                .contains("audit_record_about", "audit_record_by")
                .doesNotContain("Seq Scan", "audit_record_pkey", "Filter");
    }

    /** Writes records and links them after each round; answers their ids in order. */
    private List<Long> fill(int rounds, int each) {
        MemberId member = bench.join();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < each; i++) {
                bench.publish(
                        i % 3 == 0 ? Happened.byItself("tests.happened") : Happened.to(member, "tests.happened" + i));
            }
            assertThat(node.link()).isEqualTo(each);
        }
        return new ArrayList<>(new TreeSet<>(bench.batches.linkedAbove(0)));
    }

    private Path export() throws IOException {
        Path file = folder.resolve("export-" + System.nanoTime());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        assertThat(new ExportCommand().run(List.of(file.toString()), () -> bench.database, new PrintStream(said)))
                .as(said.toString(StandardCharsets.UTF_8))
                .isEqualTo(Command.DONE);
        return file;
    }

    private static String said(@Nullable Path checkpoints, Path file) {
        return checkpoints == null
                ? verify(file.toString())
                : verify(file.toString(), "--checkpoints", checkpoints.toString());
    }

    /** Exit code, then what was printed. */
    private static String verify(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = new VerifyCommand()
                .run(
                        List.of(arguments),
                        () -> {
                            throw new AssertionError("verifying is offline");
                        },
                        new PrintStream(said, true, StandardCharsets.UTF_8));
        return code + " " + said.toString(StandardCharsets.UTF_8);
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
