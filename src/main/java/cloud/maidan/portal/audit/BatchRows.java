package cloud.maidan.portal.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of batches. */
@Repository
class BatchRows {

    static final String COLUMNS = "number, ids, digests, last_id, settled_id, frontier, checkpoint, verifier";
    private static final long LOCK = 0x6d61_6964_616e_0401L;

    private final JdbcClient jdbc;

    BatchRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether this transaction is the one of all nodes that may link. */
    boolean mayLink() {
        return jdbc.sql("select pg_try_advisory_xact_lock(?)")
                .param(LOCK)
                .query((row, number) -> row.getBoolean(1))
                .single();
    }

    Batch last() {
        return jdbc.sql("select " + COLUMNS + " from audit_batch order by number desc limit 1")
                .query(BatchRows::batch)
                .optional()
                .orElse(Batch.NONE);
    }

    List<Batch> after(long number, int limit) {
        return jdbc.sql("select " + COLUMNS + " from audit_batch where number > ? order by number limit ?")
                .params(number, limit)
                .query(BatchRows::batch)
                .list();
    }

    /** The first batch up to whose end the record was known; empty when the log does not reach so far. */
    Optional<Batch> firstUpTo(long record) {
        return jdbc.sql("select " + COLUMNS + " from audit_batch where last_id >= ? order by last_id, number limit 1")
                .param(record)
                .query(BatchRows::batch)
                .optional();
    }

    /** Ids above the given one that are linked already. */
    Set<Long> linkedAbove(long id) {
        return new HashSet<>(jdbc.sql("""
                        select linked from audit_batch, unnest(ids) linked where last_id > ? and linked > ?""")
                .params(id, id)
                .query((row, number) -> row.getLong(1))
                .list());
    }

    void insert(Batch batch, Instant at) {
        jdbc.sql("insert into audit_batch (" + COLUMNS + ", at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        batch.number(),
                        Arrays.stream(batch.ids()).boxed().toArray(Long[]::new),
                        batch.digests(),
                        batch.lastId(),
                        batch.settledId(),
                        batch.frontier(),
                        batch.checkpoint(),
                        batch.verifier(),
                        at.atOffset(ZoneOffset.UTC))
                .update();
    }

    static Batch batch(ResultSet row, int number) throws SQLException {
        Long[] ids = (Long[]) row.getArray(2).getArray();
        return new Batch(
                row.getLong(1),
                Arrays.stream(ids).mapToLong(Long::longValue).toArray(),
                row.getBytes(3),
                row.getLong(4),
                row.getLong(5),
                row.getBytes(6),
                row.getString(7),
                row.getString(8));
    }
}
