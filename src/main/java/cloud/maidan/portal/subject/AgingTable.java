package cloud.maidan.portal.subject;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * A table whose rows may be forgotten some time after they ended. Its key is the {@code uuid} column {@code id}, its owner
 * the column {@code member_id}.
 *
 * @param name the table's name
 * @param ended SQL that is true of a row that may go when it is old enough
 * @param since column of the time from which its age counts, covered by an index
 * @param kept how long rows are kept where nobody made a rule
 */
public record AgingTable(String name, String ended, String since, Duration kept) {

    private static final UUID FIRST = new UUID(0, 0);

    /** @param member null when the portal forgot whose it is */
    public record Row(UUID id, @Nullable UUID member, long bytes, Instant since) {}

    /** Rows that ended before a time, oldest first, behind one of them. @param last null for the first page */
    public List<Row> before(JdbcOperations jdbc, Instant time, @Nullable Row last, int most) {
        return jdbc.query(
                "select id, member_id, pg_column_size(row_.*), " + since + " from " + name + " row_ where " + ended
                        + " and " + since + " < ? and (" + since + ", id) > (?, ?) order by " + since + ", id limit ?",
                (row, number) -> row(row),
                at(time),
                last == null ? at(Instant.EPOCH) : at(last.since),
                last == null ? FIRST : last.id,
                most);
    }

    /** How many rows ended later or go on; counting stops at {@code enough}. */
    public long others(JdbcOperations jdbc, Instant time, long enough) {
        Long count = jdbc.queryForObject(
                "select count(*) from (select 1 from " + name + " where not (" + ended + " and " + since + " < ?) or "
                        + since + " is null limit ?) as other",
                Long.class,
                at(time),
                enough);
        return count == null ? 0 : count;
    }

    /** Removes those of the rows that ended; says how many went. */
    public int remove(JdbcOperations jdbc, Collection<UUID> ids) {
        return jdbc.update(
                "delete from " + name + " where id = any (?) and " + ended, (Object) ids.toArray(UUID[]::new));
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getLong(3),
                row.getObject(4, OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
