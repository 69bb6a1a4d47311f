package cloud.maidan.portal.provisioning;

import static cloud.maidan.portal.provisioning.ServicePlans.time;

import cloud.maidan.portal.subject.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What policies ask of the operator, as workers ask and pages read. */
@Component
class ServiceRequests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;

    ServiceRequests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param askedFor the work that needs it */
    record Wish(UUID askedFor, String service, RequestRow.Kind kind, String subject, String setting, String value) {}

    /** Whether the last plan that was carried out left the service standing. */
    boolean stands(String service) {
        return jdbc.sql("""
                        select deed from service_plan
                        where service = ? and outcome = 'DONE' and deed in ('UP', 'REMOVE')
                        order by ended_at desc limit 1
                        """)
                .params(service)
                .query(String.class)
                .optional()
                .filter("UP"::equals)
                .isPresent();
    }

    /** False when the same work asked before. */
    boolean ask(UUID id, Wish wish, Instant now) {
        return jdbc.sql("""
                                insert into service_request
                                    (id, asked_for, service, kind, subject, setting, value, asked_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                                """)
                        .params(
                                id,
                                wish.askedFor(),
                                wish.service(),
                                wish.kind().name(),
                                wish.subject(),
                                wish.setting(),
                                wish.value(),
                                time(now))
                        .update()
                == 1;
    }

    /** What the work asked for. */
    Optional<RequestRow> of(Wish wish) {
        return jdbc.sql("""
                        select * from service_request
                        where asked_for = ? and service = ? and kind = ? and subject = ? and setting = ?
                        """)
                .params(wish.askedFor(), wish.service(), wish.kind().name(), wish.subject(), wish.setting())
                .query(ServiceRequests::row)
                .optional();
    }

    /** Newest first. */
    List<RequestRow> latest(String service, int most) {
        return jdbc.sql("select * from service_request where service = ? order by asked_at desc, id limit ?")
                .params(service, most)
                .query(ServiceRequests::row)
                .list();
    }

    /** What policies wrote into files of the service, by file, then by key. */
    Map<String, Map<String, String>> written(String service) {
        Map<String, Map<String, String>> written = new HashMap<>();
        jdbc.sql("select file, setting, value from service_overlay where service = ?")
                .params(service)
                .query((row, number) -> written.computeIfAbsent(row.getString("file"), file -> new HashMap<>())
                        .put(row.getString("setting"), row.getString("value")))
                .list();
        return written;
    }

    static RequestRow row(ResultSet row, int number) throws SQLException {
        String outcome = row.getString("outcome");
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new RequestRow(
                row.getObject("id", UUID.class),
                row.getString("service"),
                RequestRow.Kind.valueOf(row.getString("kind")),
                row.getString("subject"),
                row.getString("setting"),
                row.getString("value"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getString("blueprint_hash"),
                ended == null ? null : ended.toInstant(),
                outcome == null ? null : RequestRow.Result.valueOf(outcome),
                text(row, "why"),
                text(row, "turned_back"),
                text(row, "trouble"),
                row.getInt("attempts"),
                row.getLong("fence"));
    }

    private static @Nullable Text text(ResultSet row, String column) throws SQLException {
        String json = row.getString(column);
        return json == null ? null : JSON.readValue(json, Text.class);
    }
}
