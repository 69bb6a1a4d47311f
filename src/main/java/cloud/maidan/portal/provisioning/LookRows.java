package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.docker.EngineFault.Why;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The one row through which pages ask for a look and the operator says how it went. */
@Component
class LookRows {

    private final JdbcClient jdbc;

    LookRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Look last() {
        return jdbc.sql("select * from hardening_look")
                .query(LookRows::look)
                .optional()
                .orElse(Look.NONE);
    }

    void ask(Instant now) {
        jdbc.sql("""
                insert into hardening_look (asked_at) values (?)
                on conflict (one) do update set asked_at = excluded.asked_at
                """).params(time(now)).update();
    }

    /**
     * Begins a look when one is due, and nobody else looks. It answers every question there is, also one that was
     * asked after the clock was read, or by a clock that is ahead.
     *
     * @param every time from the end of one look to the next
     */
    boolean begin(Instant now, Duration every) {
        return jdbc.sql("""
                        insert into hardening_look as look (began_at, moved_at) values (:now, :now)
                        on conflict (one) do update set began_at = greatest(:now, look.asked_at), moved_at = :now
                        where look.began_at is null or look.moved_at < :givenUp
                            or (look.ended_at >= look.began_at
                                and (look.asked_at > look.began_at or look.ended_at <= :due))
                        """)
                        .param("now", time(now))
                        .param("givenUp", time(now.minus(Look.STANDSTILL)))
                        .param("due", time(now.minus(every)))
                        .update()
                == 1;
    }

    /** Another container was looked at. */
    void moved(Instant now) {
        jdbc.sql("update hardening_look set moved_at = ?").params(time(now)).update();
    }

    void ended(String engine, Instant now) {
        jdbc.sql("""
                update hardening_look
                set ended_at = greatest(:now, began_at), looked_at = :now, moved_at = :now, engine = :engine, fault = null, detail = null
                """).param("now", time(now)).param("engine", engine).update();
    }

    /** Nothing is forgotten: what the look before found stands. */
    void failed(EngineFault fault, Instant now) {
        jdbc.sql(
                        "update hardening_look set ended_at = greatest(:now, began_at), moved_at = :now, fault = :fault, detail = :detail")
                .param("now", time(now))
                .param("fault", fault.why().name())
                .param("detail", fault.detail())
                .update();
    }

    private static Look look(ResultSet row, int number) throws SQLException {
        String fault = row.getString("fault");
        return new Look(
                instant(row, "asked_at"),
                instant(row, "began_at"),
                instant(row, "moved_at"),
                instant(row, "ended_at"),
                instant(row, "looked_at"),
                row.getString("engine"),
                fault == null ? null : Why.valueOf(fault),
                row.getString("detail"));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
