package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Retention.Found;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Plans as they are stored. */
@Component
class PlanRows {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String OF_LINE = " where plan_id = ? and service = ? and kind = ?";

    private final JdbcClient jdbc;

    PlanRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(UUID plan, Instant now, boolean scheduled) {
        jdbc.sql("insert into retention_plan (id, made_at, scheduled, state) values (?, ?, ?, 'COUNTING')")
                .params(plan, at(now), scheduled)
                .update();
    }

    void insert(UUID plan, int place, Rule rule, Instant before) {
        jdbc.sql("""
                insert into retention_line (plan_id, place, service, kind, rule_version, period, before, state)
                values (?, ?, ?, ?, ?, ?, ?, 'COUNTING')
                """)
                .params(
                        plan,
                        place,
                        rule.service(),
                        rule.kind(),
                        rule.version(),
                        rule.period().toString(),
                        at(before))
                .update();
    }

    Optional<Plan> find(UUID plan) {
        return plans("where id = ?", plan).stream().findFirst();
    }

    /** As {@link #find}; nobody else changes it before the transaction ends. */
    Optional<Plan> lock(UUID plan) {
        jdbc.sql("select 1 from retention_plan where id = ? for update")
                .param(plan)
                .query(Integer.class)
                .optional();
        return find(plan);
    }

    /** Newest first, before one of them. @param last null for the newest */
    List<Plan> before(@Nullable Plan last, int most) {
        return last == null
                ? plans("order by made_at desc, id desc limit ?", most)
                : plans(
                        "where (made_at, id) < (?, ?) order by made_at desc, id desc limit ?",
                        at(last.madeAt()),
                        last.id(),
                        most);
    }

    List<Plan> unended() {
        return plans("where ended_at is null order by made_at limit ?", 100);
    }

    List<UUID> expired(Instant now) {
        return jdbc.sql("select id from retention_plan where state = 'WAITING' and expires_at < ?")
                .param(at(now))
                .query((row, number) -> row.getObject("id", UUID.class))
                .list();
    }

    Optional<PlanLine> line(UUID plan, String part) {
        return lines(plan).stream().filter(line -> line.part().equals(part)).findFirst();
    }

    void sealed(UUID plan, Plan.State state, int needed, String statement, Instant expiresAt) {
        jdbc.sql("update retention_plan set state = ?, needed = ?, statement = ?, expires_at = ? where id = ?")
                .params(state.name(), needed, statement, at(expiresAt), plan)
                .update();
    }

    void state(UUID plan, Plan.State state, @Nullable Instant endedAt) {
        jdbc.sql("update retention_plan set state = ?, ended_at = ?::timestamptz where id = ?")
                .param(state.name())
                .param(endedAt == null ? null : endedAt.toString())
                .param(plan)
                .update();
    }

    void begin(UUID plan) {
        jdbc.sql("update retention_line set state = 'RUNNING', cursor = '', blocked = '' where plan_id = ?")
                .param(plan)
                .update();
    }

    /** One more page was read. */
    void progress(PlanLine line, Cursor next, String blocked, Map<Reason, Long> more, @Nullable Instant oldest) {
        jdbc.sql("update retention_line set cursor = ?, blocked = ?, spared = ?, why = null,"
                        + " oldest = least(oldest, ?::timestamptz)" + OF_LINE)
                .param(next.value())
                .param(blocked)
                .param(JSON.writeValueAsString(Reason.sum(line.spared(), more)))
                .param(oldest == null ? null : oldest.toString())
                .param(line.plan())
                .param(line.service())
                .param(line.kind())
                .update();
    }

    void counted(PlanLine line, ItemRows.Sum sum, long others, @Nullable Found found) {
        jdbc.sql("update retention_line set state = 'COUNTED', items = ?, bytes = ?, people = ?, others = ?,"
                        + " found = ?, why = null" + OF_LINE)
                .param(sum.items())
                .param(sum.bytes())
                .param(sum.people())
                .param(others)
                .param(found == null ? null : Foundings.written(found))
                .param(line.plan())
                .param(line.service())
                .param(line.kind())
                .update();
    }

    /** One more page was carried out. @param stayed of this pass */
    void swept(PlanLine line, Cursor next, String blocked, int pass, long touched, Map<Reason, Long> stayed) {
        jdbc.sql("update retention_line set cursor = ?, blocked = ?, pass = ?, touched = ?, stayed = ?, why = null"
                        + OF_LINE)
                .params(
                        next.value(),
                        blocked,
                        pass,
                        touched,
                        JSON.writeValueAsString(stayed),
                        line.plan(),
                        line.service(),
                        line.kind())
                .update();
    }

    void done(PlanLine line, Map<Reason, Long> stayed, @Nullable Applied outcome) {
        jdbc.sql("update retention_line set state = 'DONE', stayed = ?, outcome = ?, why = null" + OF_LINE)
                .param(JSON.writeValueAsString(stayed))
                .param(outcome == null ? null : Foundings.written(outcome))
                .param(line.plan())
                .param(line.service())
                .param(line.kind())
                .update();
    }

    void hindered(PlanLine line, Text why) {
        jdbc.sql("update retention_line set why = ?" + OF_LINE)
                .params(JSON.writeValueAsString(why), line.plan(), line.service(), line.kind())
                .update();
    }

    /** False when they had confirmed it before. */
    boolean confirm(UUID plan, MemberId by, Instant now) {
        return jdbc.sql("insert into retention_confirmation values (?, ?, ?) on conflict do nothing")
                        .params(plan, by.value(), at(now))
                        .update()
                == 1;
    }

    int confirmations(UUID plan) {
        return jdbc.sql("select count(*) from retention_confirmation where plan_id = ?")
                .param(plan)
                .query(Integer.class)
                .single();
    }

    boolean confirmedBy(UUID plan, MemberId by) {
        return jdbc.sql("select 1 from retention_confirmation where plan_id = ? and member_id = ?")
                .params(plan, by.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    void forgetEndedBefore(Instant limit) {
        jdbc.sql("delete from retention_plan where ended_at < ?")
                .param(at(limit))
                .update();
    }

    private List<Plan> plans(String which, Object... params) {
        return jdbc.sql("select id, made_at, scheduled, state, needed, statement, expires_at, ended_at"
                        + " from retention_plan " + which)
                .params(params)
                .query((row, number) -> {
                    UUID id = row.getObject("id", UUID.class);
                    return new Plan(
                            id,
                            Objects.requireNonNull(time(row, "made_at")),
                            row.getBoolean("scheduled"),
                            Plan.State.valueOf(row.getString("state")),
                            row.getInt("needed"),
                            row.getString("statement"),
                            time(row, "expires_at"),
                            time(row, "ended_at"),
                            lines(id));
                })
                .list();
    }

    private List<PlanLine> lines(UUID plan) {
        return jdbc.sql("select * from retention_line where plan_id = ? order by place")
                .param(plan)
                .query(PlanRows::line)
                .list();
    }

    private static PlanLine line(ResultSet row, int number) throws SQLException {
        String found = row.getString("found");
        String outcome = row.getString("outcome");
        String why = row.getString("why");
        return new PlanLine(
                row.getObject("plan_id", UUID.class),
                row.getString("service"),
                row.getString("kind"),
                row.getInt("rule_version"),
                Period.parse(row.getString("period")),
                Objects.requireNonNull(time(row, "before")),
                PlanLine.State.valueOf(row.getString("state")),
                row.getString("cursor"),
                row.getString("blocked"),
                row.getInt("pass"),
                row.getLong("touched"),
                row.getLong("items"),
                row.getLong("bytes"),
                row.getLong("people"),
                time(row, "oldest"),
                row.getLong("others"),
                counts(row.getString("spared")),
                counts(row.getString("stayed")),
                found == null ? null : Foundings.found(found),
                outcome == null ? null : Foundings.applied(outcome),
                why == null ? null : JSON.readValue(why, Text.class));
    }

    private static Map<Reason, Long> counts(String json) {
        return JSON.readValue(json, new TypeReference<>() {});
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
