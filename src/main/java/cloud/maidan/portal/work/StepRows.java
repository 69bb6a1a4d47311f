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

/** The table of durable steps; whatever moves a step also tells those who watch, when the transaction commits. */
@Repository
class StepRows {

    static final String CHANNEL = "portal_work";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    StepRows(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** One attempt's hold on a step; every attempt gets a higher fence. */
    record Claim(
            StepId id,
            String kind,
            UUID about,
            String part,
            @Nullable MemberId member,
            int attempt,
            int failures,
            long fence) {}

    /** Empty when the same step was planned before. */
    Optional<StepId> plan(String kind, UUID about, String part, @Nullable MemberId member) {
        Optional<StepId> planned = jdbc.sql("""
                        insert into work_step (id, kind, about, part, member_id, state, created_at, updated_at)
                        values (:id, :kind, :about, :part, :member, 'WAITING', :now, :now)
                        on conflict (kind, about, part) do nothing returning id""")
                .param("id", UUID.randomUUID())
                .param("kind", kind)
                .param("about", about)
                .param("part", part)
                .param("member", member == null ? null : member.value())
                .param("now", now())
                .query(UUID.class)
                .optional()
                .map(StepId::new);
        planned.ifPresent(step -> tell(Signal.due(about)));
        return planned;
    }

    StepId find(String kind, UUID about, String part) {
        return new StepId(jdbc.sql("select id from work_step where kind = ? and about = ? and part = ?")
                .params(kind, about, part)
                .query(UUID.class)
                .single());
    }

    List<StepView> about(UUID about) {
        return jdbc.sql("""
                        select id, kind, about, part, state, attempts, next_at, why
                        from work_step where about = ? order by number""").param(about).query(this::view).list();
    }

    /** Empty when there is nothing left to do. */
    Optional<Claim> claim(StepId step) {
        Optional<Claim> claim = jdbc.sql("""
                        update work_step
                        set fence = fence + 1, attempts = attempts + 1, state = 'RUNNING', next_at = null, why = null,
                            updated_at = ?
                        where id = ? and state not in ('DONE', 'CANCELLED', 'NEEDS_ATTENTION')
                        returning kind, about, part, member_id, attempts, failures, fence""")
                .params(now(), step.value())
                .query((row, number) -> new Claim(
                        step,
                        row.getString("kind"),
                        row.getObject("about", UUID.class),
                        row.getString("part"),
                        member(row),
                        row.getInt("attempts"),
                        row.getInt("failures"),
                        row.getLong("fence")))
                .optional();
        claim.ifPresent(held -> tell(Signal.moved(held.about())));
        return claim;
    }

    /** Locks the step until the transaction ends. @throws Superseded when the claim no longer holds */
    void prove(Claim claim) {
        int rows = jdbc.sql("update work_step set updated_at = ? where id = ? and fence = ? and state = 'RUNNING'")
                .params(now(), claim.id().value(), claim.fence())
                .update();
        if (rows == 0) {
            throw new Superseded(claim.id());
        }
    }

    boolean holds(Claim claim) {
        return jdbc.sql("select true from work_step where id = ? and fence = ? and state = 'RUNNING'")
                .params(claim.id().value(), claim.fence())
                .query(Boolean.class)
                .optional()
                .isPresent();
    }

    /** Whether nothing is left to do. */
    boolean settled(StepId step) {
        return jdbc.sql("select true from work_step where id = ? and state in ('DONE', 'CANCELLED', 'NEEDS_ATTENTION')")
                .param(step.value())
                .query(Boolean.class)
                .optional()
                .isPresent();
    }

    /** Ends an attempt. @throws Superseded when the claim no longer holds */
    void settle(Claim claim, StepView.State state, int failures, @Nullable Instant nextAt, @Nullable Text why) {
        int rows = jdbc.sql("""
                        update work_step
                        set state = :state, failures = :failures, next_at = :next, why = :why, updated_at = :now
                        where id = :id and fence = :fence and state = 'RUNNING'""")
                .param("state", state.name())
                .param("failures", failures)
                .param("next", nextAt == null ? null : nextAt.atOffset(ZoneOffset.UTC))
                .param("why", why == null ? null : json.writeValueAsString(why))
                .param("now", now())
                .param("id", claim.id().value())
                .param("fence", claim.fence())
                .update();
        if (rows == 0) {
            throw new Superseded(claim.id());
        }
        tell(Signal.moved(claim.about()));
    }

    /** @param part null for all parts of the thing */
    void cancel(UUID about, @Nullable String part) {
        List<String> cancelled = jdbc.sql("""
                        update work_step set state = 'CANCELLED', next_at = null, why = null, updated_at = :now
                        where about = :about and (:part::text is null or part = :part)
                            and state not in ('DONE', 'CANCELLED')
                        returning id::text""")
                .param("now", now())
                .param("about", about)
                .param("part", part)
                .query((row, number) -> row.getString("id"))
                .list();
        if (!cancelled.isEmpty()) {
            jdbc.sql("delete from scheduled_tasks where not picked and task_name = :task and task_instance in (:steps)")
                    .param("task", StepRunner.TASK)
                    .param("steps", cancelled)
                    .update();
        }
        tell(Signal.moved(about));
    }

    void forgetSettledBefore(Instant limit) {
        jdbc.sql("delete from work_step where state in ('DONE', 'CANCELLED') and updated_at < ?")
                .param(limit.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Reaches every node when the transaction commits; repeated signals of one transaction are sent once. */
    void tell(Signal signal) {
        jdbc.sql("select pg_notify(?, ?)")
                .params(CHANNEL, signal.payload())
                .query((row, number) -> true)
                .single();
    }

    private StepView view(ResultSet row, int number) throws SQLException {
        OffsetDateTime nextAt = row.getObject("next_at", OffsetDateTime.class);
        String why = row.getString("why");
        return new StepView(
                new StepId(row.getObject("id", UUID.class)),
                row.getString("kind"),
                row.getObject("about", UUID.class),
                row.getString("part"),
                StepView.State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                nextAt == null ? null : nextAt.toInstant(),
                why == null ? null : json.readValue(why, Text.class));
    }

    private static @Nullable MemberId member(ResultSet row) throws SQLException {
        UUID member = row.getObject("member_id", UUID.class);
        return member == null ? null : new MemberId(member);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
