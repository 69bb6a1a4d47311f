package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.subject.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Plans as pages read and ask for them. */
@Component
class ServicePlans {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST = 200;

    private final JdbcClient jdbc;

    ServicePlans(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<PlanRow> of(UUID id) {
        return jdbc.sql("select * from service_plan where id = ?")
                .params(id)
                .query(ServicePlans::plan)
                .optional();
    }

    /** Newest first. */
    List<PlanRow> latest(String service, int most) {
        return jdbc.sql("select * from service_plan where service = ? order by asked_at desc, id limit ?")
                .params(service, Math.min(most, MOST))
                .query(ServicePlans::plan)
                .list();
    }

    /** The one that is not ended, by service. */
    Optional<PlanRow> open(String service) {
        return jdbc.sql("select * from service_plan where service = ? and ended_at is null and dropped_at is null")
                .params(service)
                .query(ServicePlans::plan)
                .optional();
    }

    /** The values that the service was last brought up with; empty when it never was. */
    Map<String, String> settings(String service) {
        return jdbc.sql("""
                        select settings from service_plan where service = ? and deed = 'UP' and outcome = 'DONE'
                        order by ended_at desc limit 1
                        """)
                .params(service)
                .query((row, number) -> settings(row))
                .optional()
                .orElse(Map.of());
    }

    /** False when there is another one for the service that is not ended. */
    boolean ask(UUID id, Order order, Instant now) {
        return jdbc.sql("""
                                insert into service_plan (id, service, deed, blueprint_hash, settings, asked_at)
                                values (?, ?, ?, ?, ?::jsonb, ?) on conflict do nothing
                                """)
                        .params(
                                id,
                                order.service(),
                                order.deed().name(),
                                order.hash(),
                                JSON.writeValueAsString(order.settings()),
                                time(now))
                        .update()
                == 1;
    }

    /** False when something else stands there by now than what was shown. */
    boolean confirm(UUID id, String digest, Instant now) {
        return jdbc.sql("""
                                update service_plan set confirmed_digest = ?, confirmed_at = ?
                                where id = ? and digest = ? and confirmed_digest is null
                                    and ended_at is null and dropped_at is null
                                """).params(digest, time(now), id, digest).update() == 1;
    }

    /** False when it is begun or over. */
    boolean drop(UUID id, Instant now) {
        return jdbc.sql("""
                                update service_plan set dropped_at = ?
                                where id = ? and confirmed_digest is null and ended_at is null and dropped_at is null
                                """).params(time(now), id).update() == 1;
    }

    /** Kind and subject of what the run began, and whether it ended it, in order. */
    List<StepRow> steps(UUID plan) {
        return jdbc.sql("select * from service_plan_step where plan_id = ? order by began_at, kind, subject")
                .params(plan)
                .query((row, number) -> new StepRow(
                        PlanStep.Kind.valueOf(row.getString("kind")),
                        row.getString("subject"),
                        row.getObject("ended_at") != null))
                .list();
    }

    /** @param ended whether it is done */
    record StepRow(PlanStep.Kind kind, String subject, boolean ended) {}

    static PlanRow plan(ResultSet row, int number) throws SQLException {
        String steps = row.getString("steps");
        String outcome = row.getString("outcome");
        String fetching = row.getString("fetching");
        return new PlanRow(
                row.getObject("id", UUID.class),
                new Order(
                        row.getString("service"),
                        Order.Deed.valueOf(row.getString("deed")),
                        row.getString("blueprint_hash"),
                        settings(row)),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                steps == null ? null : List.of(JSON.readValue(steps, PlanStep[].class)),
                row.getString("digest"),
                row.getString("confirmed_digest"),
                row.getObject("dropped_at") != null,
                instant(row, "began_at"),
                instant(row, "ended_at"),
                outcome == null ? null : PlanRow.Result.valueOf(outcome),
                text(row, "why"),
                text(row, "turned_back"),
                text(row, "trouble"),
                row.getInt("attempts"),
                row.getLong("fence"),
                fetching == null
                        ? null
                        : new PlanRow.Fetching(fetching, row.getLong("fetched_done"), row.getLong("fetched_total")));
    }

    private static Map<String, String> settings(ResultSet row) throws SQLException {
        Map<String, String> settings = new HashMap<>();
        JSON.readTree(row.getString("settings"))
                .properties()
                .forEach(each -> settings.put(each.getKey(), each.getValue().asString("")));
        return settings;
    }

    private static @Nullable Text text(ResultSet row, String column) throws SQLException {
        String json = row.getString(column);
        return json == null ? null : JSON.readValue(json, Text.class);
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
