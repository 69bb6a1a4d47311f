package cloud.maidan.portal.audit;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the whole log in the order of the chain; the caller's transaction decides which moment is seen. */
record ChainExport(JdbcClient jdbc) {

    private static final int BATCHES_AT_A_TIME = 1;

    long write(Consumer<Line> lines) {
        BatchRows batches = new BatchRows(jdbc);
        RecordRows rows = new RecordRows(jdbc);
        long number = 0;
        long count = 0;
        for (List<Batch> next = batches.after(0, BATCHES_AT_A_TIME);
                !next.isEmpty();
                next = batches.after(number, BATCHES_AT_A_TIME)) {
            Batch batch = next.getFirst();
            List<Long> ids = Arrays.stream(batch.ids()).boxed().toList();
            Map<Long, AuditRecord> records = new HashMap<>();
            rows.find(ids).forEach(record -> records.put(record.id(), record));
            lines.accept(new Line.Linked(batch.number(), ids, batch.digests(), batch.verifier(), batch.checkpoint()));
            ids.stream()
                    .map(records::get)
                    .filter(Objects::nonNull)
                    .forEach(record -> lines.accept(Line.Record.of(record)));
            number = batch.number();
            count += records.size();
        }
        jdbc.sql("""
                with unlinked as (select id from audit_record except select unnest(ids) from audit_batch)
                select id, at from audit_record join unlinked using (id) order by id""")
                .query((row, at) -> new Line.Unlinked(
                        row.getLong(1),
                        row.getObject(2, OffsetDateTime.class).toInstant().toString()))
                .list()
                .forEach(lines);
        lines.accept(new Line.End(number, count, now().toString()));
        return count;
    }

    private Instant now() {
        return jdbc.sql("select clock_timestamp()")
                .query((row, at) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
    }
}
