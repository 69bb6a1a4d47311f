package cloud.maidan.portal.connections;

import cloud.maidan.portal.connections.Check.Standing;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The last test of each connection. */
@Component
class CheckRows {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;

    CheckRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<ServiceId, Check> all() {
        return jdbc.sql("select * from connection_check").query(CheckRows::check).list().stream()
                .collect(Collectors.toMap(Check::service, Function.identity()));
    }

    /** Takes the place of the last one, whose findings stay when the new one has none. */
    void keep(Check check) {
        jdbc.sql("""
                insert into connection_check as c (service, checked_at, took_ms, standing, standing_since, version, fault,
                    missing, findings, found_at)
                values (:service, :at, :millis, :standing, :at, :version, :fault, :missing::jsonb, :findings::jsonb, :foundAt)
                on conflict (service) do update
                set checked_at = excluded.checked_at, took_ms = excluded.took_ms, standing = excluded.standing,
                    standing_since = case when c.standing = excluded.standing then c.standing_since
                        else excluded.standing_since end,
                    version = coalesce(excluded.version, c.version), fault = excluded.fault, missing = excluded.missing,
                    findings = coalesce(excluded.findings, c.findings), found_at = coalesce(excluded.found_at, c.found_at)
                """)
                .param("service", check.service().value())
                .param("at", time(check.at()))
                .param("millis", check.millis())
                .param("standing", check.standing().name())
                .param("version", check.version())
                .param("fault", check.fault() == null ? null : check.fault().name())
                .param("missing", JSON.writeValueAsString(check.missing()))
                .param("findings", check.findings() == null ? null : JSON.writeValueAsString(check.findings()))
                .param("foundAt", check.foundAt() == null ? null : time(check.foundAt()))
                .update();
    }

    void forget(ServiceId service) {
        jdbc.sql("delete from connection_check where service = ?")
                .param(service.value())
                .update();
    }

    private static Check check(ResultSet row, int number) throws SQLException {
        String fault = row.getString("fault");
        List<Finding> findings = list(row.getString("findings"), Finding[].class);
        return new Check(
                new ServiceId(row.getString("service")),
                Objects.requireNonNull(time(row, "checked_at")),
                row.getInt("took_ms"),
                Standing.valueOf(row.getString("standing")),
                Objects.requireNonNull(time(row, "standing_since")),
                row.getString("version"),
                fault == null ? null : Fault.valueOf(fault),
                Objects.requireNonNullElse(list(row.getString("missing"), Text[].class), List.of()),
                findings,
                findings == null ? null : time(row, "found_at"));
    }

    private static <T> @Nullable List<T> list(@Nullable String json, Class<T[]> type) {
        try {
            return json == null ? null : List.of(JSON.readValue(json, type));
        } catch (JacksonException e) {
            return null; // written by another version of the portal: the next test takes its place
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
