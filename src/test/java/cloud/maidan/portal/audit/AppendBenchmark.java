package cloud.maidan.portal.audit;

import cloud.maidan.portal.PortalApplication;
import cloud.maidan.portal.subject.MemberId;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How many records a second the whole portal writes, chained and with sealed details, each in a transaction of its own;
 * and how fast a chain is checked. Run by {@code docs/benchmarks/audit.sh}; arguments: JDBC address, seconds, numbers of
 * writers.
 */
final class AppendBenchmark {

    private static final int MEMBERS = 1000;
    private static final int CHECKED = 1_000_000;

    private AppendBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        try (var portal = new SpringApplicationBuilder(PortalApplication.class)
                .profiles("test")
                .run(
                        "--spring.datasource.url=" + arguments[0],
                        "--spring.datasource.hikari.maximum-pool-size=40",
                        "--server.port=0")) {
            List<MemberId> members = members(portal.getBean(JdbcClient.class));
            append(portal, members, 5, 10);
            for (int i = 2; i < arguments.length; i++) {
                append(portal, members, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[i]));
            }
            check(portal);
        }
        System.exit(0);
    }

    private static void append(ConfigurableApplicationContext portal, List<MemberId> members, int seconds, int writers)
            throws Exception {
        AuditTrail trail = portal.getBean(AuditTrail.class);
        TransactionTemplate transactions = portal.getBean(TransactionTemplate.class);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        Callable<long[]> writer = () -> {
            LongStream.Builder took = LongStream.builder();
            for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
                MemberId member = members.get(ThreadLocalRandom.current().nextInt(MEMBERS));
                transactions.executeWithoutResult(
                        transaction -> trail.record(Happened.to(member, "benchmark.happened")));
                took.add(System.nanoTime() - now);
            }
            return took.build().toArray();
        };
        List<long[]> all = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(writers)) {
            for (Future<long[]> each : threads.invokeAll(java.util.Collections.nCopies(writers, writer))) {
                all.add(each.get());
            }
        }
        long[] took = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "portal, %d writers: %d records/s, p50 %.2f ms, p99 %.2f ms%n",
                writers, took.length / seconds, took[took.length / 2] / 1e6, took[took.length * 99 / 100] / 1e6);
    }

    private static void check(ConfigurableApplicationContext portal) throws Exception {
        JdbcClient jdbc = JdbcClient.create(portal.getBean(HikariDataSource.class));
        Chainer chainer = portal.getBean(Chainer.class);
        while (chainer.link() > 0) {
            Thread.yield();
        }
        List<Line> lines = new ArrayList<>();
        new ChainExport(jdbc).write(line -> {
            if (lines.size() < CHECKED) {
                lines.add(line);
            }
        });
        double fastest = 0;
        ChainCheck last = new ChainCheck(List.of(), List.of());
        for (int round = 0; round < 30; round++) {
            last = new ChainCheck(List.of(), List.of());
            long start = System.nanoTime();
            lines.forEach(last::accept);
            fastest = Math.max(fastest, last.records() * 1e9 / (System.nanoTime() - start));
        }
        System.out.printf(
                "chain of %d records in %d batches checked: %.0f records/s%s%n",
                last.records(),
                last.batches(),
                fastest,
                last.verdict().map(broken -> ", " + broken.why()).orElse(""));
    }

    private static List<MemberId> members(JdbcClient jdbc) {
        return jdbc.sql("""
                        insert into member (id, issuer, subject, username, display_name, created_at, seen_at)
                        select gen_random_uuid(), 'https://issuer.example/', n::text, 'mira', 'Mira', now(), now()
                        from generate_series(1, ?) n returning id""").param(MEMBERS).query(UUID.class).list().stream()
                .map(id -> new MemberId(Objects.requireNonNull(id)))
                .toList();
    }
}
