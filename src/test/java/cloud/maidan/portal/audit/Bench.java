package cloud.maidan.portal.audit;

import cloud.maidan.demo.EmbeddedDatabase;
import cloud.maidan.portal.keys.DataKeys;
import cloud.maidan.portal.keys.Macs;
import cloud.maidan.portal.keys.Seals;
import cloud.maidan.portal.keys.Signatures;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An audit log of its own, with the portal's real keys and nobody else at it. */
final class Bench {

    final DriverManagerDataSource database = new DriverManagerDataSource(EmbeddedDatabase.newDatabase());
    final JdbcClient jdbc = JdbcClient.create(database);
    final TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    final RecordRows records = new RecordRows(jdbc);
    final BatchRows batches = new BatchRows(jdbc);
    final AuditAlarm alarm = new AuditAlarm();
    final OwnRecords own;
    final AuditTrail trail;
    private final ApplicationContext portal;
    private final Clock clock;

    Bench(ApplicationContext portal) {
        this.portal = portal;
        this.clock = portal.getBean(Clock.class);
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        own = new OwnRecords(batches, records, alarm, clock);
        SealedDetails details =
                new SealedDetails(jdbc, portal.getBean(DataKeys.class), portal.getBean(Seals.class), clock);
        trail = new AuditTrail(jdbc, records, details, portal.getBean(Macs.class), Optional.of(own), clock);
    }

    Chainer node() {
        return new Chainer(
                records,
                batches,
                portal.getBean(Macs.class),
                portal.getBean(Signatures.class),
                alarm,
                properties(null),
                clock,
                Objects.requireNonNull(transactions.getTransactionManager()));
    }

    ChainLoop loop(Chainer chainer) {
        return new ChainLoop(
                Optional.of(chainer),
                own,
                new Checkpoints(batches, properties(null), clock),
                records,
                batches,
                alarm,
                properties(null),
                clock);
    }

    Checkpoints checkpoints(Path file) {
        return new Checkpoints(batches, properties(file), clock);
    }

    MemberId join() {
        MemberId member = MemberId.random();
        jdbc.sql("""
                insert into member (id, issuer, subject, username, display_name, created_at, seen_at)
                values (?, 'https://issuer.example/', ?, 'mira', 'Mira Beispiel', now(), now())""").params(member.value(), UUID.randomUUID().toString()).update();
        return member;
    }

    void publish(Auditable event) {
        transactions.executeWithoutResult(transaction -> trail.record(event));
    }

    /** What an auditor finds who takes the log through the connection. */
    static ChainCheck check(Connection connection, String... kept) {
        ChainCheck check = new ChainCheck(List.of(), List.of(kept));
        new ChainExport(JdbcClient.create(new SingleConnectionDataSource(connection, true))).write(check::accept);
        return check;
    }

    private static AuditProperties properties(@Nullable Path file) {
        return new AuditProperties(
                "riverbend.example/audit",
                Duration.ofMillis(100),
                5000,
                Duration.ofHours(1),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                file);
    }
}
