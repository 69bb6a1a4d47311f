package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.Auditable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of records; rows are added and read, never changed. */
@Repository
class RecordRows {

    private static final String COLUMNS = "id, at, actor_id, actor_task, member_id, kind, action, details, mac";

    static final String TRAIL = "(select " + COLUMNS
            + " from audit_record where member_id = ? and id < ? and (?::text is null or kind = ?)"
            + " order by id desc limit ?)"
            + " union all (select " + COLUMNS
            + " from audit_record where actor_id = ? and member_id is distinct from actor_id and id < ?"
            + " and (?::text is null or kind = ?) order by id desc limit ?) order by id desc limit ?";

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

    /** Records about the member or by the member, newest first, below the id; both halves come from an index. */
    List<AuditRecord> trail(UUID member, long below, int limit) {
        return trail(member, null, below, limit);
    }

    /** As above; of one kind only, unless that is null. */
    List<AuditRecord> trail(UUID member, Auditable.@Nullable Kind kind, long below, int limit) {
        String name = kind == null ? null : kind.name();
        return jdbc.sql(TRAIL)
                .param(member)
                .param(below)
                .param(name)
                .param(name)
                .param(limit)
                .param(member)
                .param(below)
                .param(name)
                .param(name)
                .param(limit)
                .param(limit)
                .query(RecordRows::record)
                .list();
    }

    /** Records about the member or by the member, oldest first, above the id. */
    List<AuditRecord> trailUp(UUID member, long above, int limit) {
        return jdbc.sql("select " + COLUMNS + " from audit_record where (member_id = ? or actor_id = ?) and id > ?"
                        + " order by id limit ?")
                .params(member, member, above, limit)
                .query(RecordRows::record)
                .list();
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
