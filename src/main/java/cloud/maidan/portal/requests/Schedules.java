package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.subject.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Regular exports, at most one rhythm for each member. */
@Component
class Schedules {

    private final JdbcClient jdbc;

    Schedules(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In place of the one the member had. */
    void put(Schedule schedule, Instant now) {
        end(schedule.member());
        jdbc.sql(
                        "insert into export_schedule (id, member_id, rhythm, services, form, piece_bytes, passphrase, began_on,"
                                + " created_at, next_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(schedule.id())
                .param(schedule.member().value())
                .param(schedule.rhythm().name())
                .param(String.join(" ", schedule.services()))
                .param(schedule.form().name())
                .param(schedule.pieceBytes())
                .param(new SqlParameterValue(Types.BINARY, schedule.passphrase()))
                .param(schedule.beganOn())
                .param(at(now))
                .param(at(schedule.nextAt()))
                .update();
    }

    /** Whether there was one. */
    boolean end(MemberId member) {
        return jdbc.sql("delete from export_schedule where member_id = ?")
                        .param(member.value())
                        .update()
                > 0;
    }

    Optional<Schedule> of(MemberId member) {
        return jdbc.sql("select * from export_schedule where member_id = ?")
                .param(member.value())
                .query(Schedules::schedule)
                .optional();
    }

    Optional<Schedule> find(UUID id) {
        return jdbc.sql("select * from export_schedule where id = ?")
                .param(id)
                .query(Schedules::schedule)
                .optional();
    }

    /** Holds those that nobody else holds until the transaction ends. */
    List<Schedule> takeDue(Instant now) {
        return jdbc.sql("select * from export_schedule where next_at <= ? order by next_at limit 100"
                        + " for update skip locked")
                .param(at(now))
                .query(Schedules::schedule)
                .list();
    }

    void moveOn(UUID id, Instant next) {
        jdbc.sql("update export_schedule set next_at = ? where id = ?")
                .params(at(next), id)
                .update();
    }

    void note(UUID id, Instant due, Schedule.Outcome outcome) {
        jdbc.sql("update export_schedule set last_at = ?, last_outcome = ? where id = ?")
                .params(at(due), outcome.name(), id)
                .update();
    }

    private static Schedule schedule(ResultSet row, int number) throws SQLException {
        String outcome = row.getString("last_outcome");
        return new Schedule(
                row.getObject("id", UUID.class),
                new MemberId(row.getObject("member_id", UUID.class)),
                Rhythm.valueOf(row.getString("rhythm")),
                List.of(row.getString("services").split(" ")),
                Archives.Form.valueOf(row.getString("form")),
                row.getLong("piece_bytes"),
                row.getBytes("passphrase"),
                row.getObject("began_on", LocalDate.class),
                row.getObject("next_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("last_at", OffsetDateTime.class)),
                outcome == null ? null : Schedule.Outcome.valueOf(outcome));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
