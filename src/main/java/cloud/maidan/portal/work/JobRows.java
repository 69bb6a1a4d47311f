package cloud.maidan.portal.work;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Steps as the jobs page lists them. */
@Repository
class JobRows {

    /** Which steps a page shows. */
    enum Which {
        ATTENTION("'NEEDS_ATTENTION'"),
        OPEN("'WAITING', 'RUNNING', 'RETRYING', 'NEEDS_ATTENTION'"),
        ENDED("'DONE', 'CANCELLED'");

        private final String states;

        Which(String states) {
            this.states = states;
        }
    }

    private static final String COLUMNS = """
            select s.*, t.picked_by, t.last_heartbeat from work_step s
            left join scheduled_tasks t on t.task_name = 'work.step' and t.task_instance = s.id::text and t.picked
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final StepTasks tasks;
    private final Clock clock;

    JobRows(JdbcClient jdbc, JsonMapper json, StepTasks tasks, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** Newest first. @param before number of the last one shown; {@link Long#MAX_VALUE} at the beginning */
    List<Job> list(Which which, long before, int most) {
        return jdbc.sql(COLUMNS + " where s.state in (" + which.states
                        + ") and s.number < ? order by s.number desc limit ?")
                .params(before, most)
                .query((row, number) -> job(row))
                .list();
    }

    /** Counting stops at {@code enough}. */
    long count(Which which, int enough) {
        return jdbc.sql("select count(*) from (select from work_step where state in (" + which.states
                        + ") order by number limit ?) found")
                .param(enough)
                .query(Long.class)
                .single();
    }

    Optional<Job> find(UUID id) {
        return jdbc.sql(COLUMNS + " where s.id = ?")
                .param(id)
                .query((row, number) -> job(row))
                .optional();
    }

    Optional<MemberId> member(UUID id) {
        return jdbc.sql("select member_id from work_step where id = ? and member_id is not null")
                .param(id)
                .query((row, number) -> new MemberId(row.getObject("member_id", UUID.class)))
                .optional();
    }

    /** Whether it waited for a person, or for its time, and is due now. */
    boolean again(UUID id) {
        return jdbc.sql("""
                        update work_step set state = 'WAITING', failures = 0, next_at = null, why = null, updated_at = ?
                        where id = ? and state in ('NEEDS_ATTENTION', 'RETRYING')""").params(now(), id).update() == 1;
    }

    /** Whether it waited for a person and is cancelled now. */
    boolean giveUp(UUID id) {
        return jdbc.sql(
                                "update work_step set state = 'CANCELLED', updated_at = ? where id = ? and state = 'NEEDS_ATTENTION'")
                        .params(now(), id)
                        .update()
                == 1;
    }

    private Job job(ResultSet row) throws SQLException {
        String why = row.getString("why");
        StepView step = new StepView(
                new StepId(row.getObject("id", UUID.class)),
                row.getString("kind"),
                row.getObject("about", UUID.class),
                row.getString("part"),
                StepView.State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                instant(row, "next_at"),
                why == null ? null : json.readValue(why, Text.class));
        boolean givable = step.state() == StepView.State.NEEDS_ATTENTION
                && tasks.of(step.kind())
                        .flatMap(task -> task.giveUp(step.about(), step.part()))
                        .isPresent();
        return new Job(
                row.getLong("number"),
                step,
                row.getInt("failures"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(),
                row.getString("picked_by"),
                instant(row, "last_heartbeat"),
                givable);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
