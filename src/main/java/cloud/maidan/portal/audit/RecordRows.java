package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.Auditable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of records; rows are added and read, never changed. */
@Repository
class RecordRows {

    static final String COLUMNS = "id, at, actor_id, actor_task, member_id, kind, action, details, mac";

    static final String TRAIL = trail(Arrays.asList(Auditable.Kind.values()), "id < :from order by id desc");
    private static final String TRAIL_UP = trail(Arrays.asList(Auditable.Kind.values()), "id > :from order by id");

    private final JdbcClient jdbc;

    RecordRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(AuditRecord record) {
        jdbc.sql("insert into audit_record (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(record.id())
                .param(record.at().atOffset(ZoneOffset.UTC))
                .param(record.actor())
                .param(record.task())
                .param(record.member())
                .param(record.kind().name())
                .param(record.action())
                .param(record.details())
                .param(record.mac())
                .update();
    }

    List<AuditRecord> after(long id, int limit) {
        return jdbc.sql("select " + COLUMNS + " from audit_record where id > ? order by id limit ?")
                .params(id, limit)
                .query(RecordRows::record)
                .list();
    }

    List<AuditRecord> find(Collection<Long> ids) {
        return jdbc.sql("select " + COLUMNS + " from audit_record where id = any(?) order by id")
                .param(ids.toArray(Long[]::new))
                .query(RecordRows::record)
                .list();
    }

    Optional<Instant> timeOfFirstAfter(long id) {
        return jdbc.sql("select at from audit_record where id > ? order by id limit 1")
                .param(id)
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional();
    }

    /** Records about the member or by the member, newest first, below the id. */
    List<AuditRecord> trail(UUID member, long below, int limit) {
        return trail(TRAIL, member, below, limit);
    }

    /** As above; of one kind only, unless that is null. */
    List<AuditRecord> trail(UUID member, Auditable.@Nullable Kind kind, long below, int limit) {
        String query = kind == null ? TRAIL : trail(List.of(kind), "id < :from order by id desc");
        return trail(query, member, below, limit);
    }

    /** Records about the member or by the member, oldest first, above the id. */
    List<AuditRecord> trailUp(UUID member, long above, int limit) {
        return trail(TRAIL_UP, member, above, limit);
    }

    private List<AuditRecord> trail(String query, UUID member, long from, int limit) {
        return jdbc.sql(query)
                .param("member", member)
                .param("from", from)
                .param("limit", limit)
                .query(RecordRows::record)
                .list();
    }

    /** Each part comes from an index in the order in which it is shown, so that a page reads what it shows. */
    private static String trail(List<Auditable.Kind> kinds, String direction) {
        String part = "(select " + COLUMNS + " from audit_record where %s and kind = '%s' and " + direction
                + " limit :limit)";
        return kinds.stream()
                .flatMap(kind -> Stream.of(
                        part.formatted("member_id = :member", kind),
                        part.formatted("actor_id = :member and member_id is distinct from actor_id", kind)))
                .collect(Collectors.joining(
                        " union all ", "", direction.substring(direction.indexOf(" order")) + " limit :limit"));
    }

    static AuditRecord record(ResultSet row, int number) throws SQLException {
        return new AuditRecord(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getObject(5, UUID.class),
                Auditable.Kind.valueOf(row.getString(6)),
                row.getString(7),
                row.getBytes(8),
                row.getBytes(9));
    }
}
