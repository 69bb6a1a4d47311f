package cloud.maidan.portal.federation;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What the last checks found, and what was accepted of it. */
@Component
class DriftRows {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    DriftRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param reason why it was accepted; null when it was not */
    record Row(
            long id,
            String service,
            String item,
            Drift.Kind kind,
            Text what,
            boolean mendable,
            Instant firstSeenAt,
            @Nullable Instant acceptedAt,
            @Nullable String reason) {}

    /**
     * @param checkedAt when the service last answered; null when never
     * @param fault why the last try came to nothing; null when it did not
     * @param reach whom the service talked to then; null when it never said
     */
    record Check(
            String service,
            Instant triedAt,
            @Nullable Instant checkedAt,
            @Nullable Fault fault,
            @Nullable Text reach) {}

    /** What is no longer found goes, with its acceptance. @return what was not there before */
    List<Drift> found(ServiceId service, Text reach, List<Drift> drifts, Instant now) {
        List<Drift> anew = new ArrayList<>();
        for (Drift drift : drifts) {
            boolean inserted = jdbc.sql("""
                    insert into federation_drift (service, item, kind, what, mendable, first_seen_at, last_seen_at)
                    values (:service, :item, :kind, :what, :mendable, :now, :now)
                    on conflict (service, item) do update set
                        kind = excluded.kind, what = excluded.what, mendable = excluded.mendable, last_seen_at = :now
                    returning first_seen_at = last_seen_at
                    """)
                    .param("service", service.value())
                    .param("item", drift.item())
                    .param("kind", drift.kind().name())
                    .param("what", json.writeValueAsString(drift.what()))
                    .param("mendable", drift.mendable())
                    .param("now", at(now))
                    .query(Boolean.class)
                    .single();
            if (inserted) {
                anew.add(drift);
            }
        }
        jdbc.sql("delete from federation_drift where service = ? and last_seen_at < ?")
                .params(service.value(), at(now))
                .update();
        jdbc.sql("""
                insert into federation_check (service, tried_at, checked_at, reach) values (:service, :now, :now, :reach)
                on conflict (service) do update set tried_at = :now, checked_at = :now, reach = :reach, fault = null
                """)
                .param("service", service.value())
                .param("now", at(now))
                .param("reach", json.writeValueAsString(reach))
                .update();
        return anew;
    }

    /** What was found before stands. */
    void failed(ServiceId service, Fault fault, Instant now) {
        jdbc.sql("""
                insert into federation_check (service, tried_at, fault) values (?, ?, ?)
                on conflict (service) do update set tried_at = excluded.tried_at, fault = excluded.fault
                """).params(service.value(), at(now), fault.name()).update();
    }

    List<Check> checks() {
        return jdbc.sql("select service, tried_at, checked_at, fault, reach from federation_check")
                .query((row, number) -> new Check(
                        row.getString("service"),
                        Objects.requireNonNull(time(row, "tried_at")),
                        time(row, "checked_at"),
                        row.getString("fault") == null ? null : Fault.valueOf(row.getString("fault")),
                        row.getString("reach") == null ? null : json.readValue(row.getString("reach"), Text.class)))
                .list();
    }

    /** Open ones, or accepted ones, by their ids. */
    List<Row> after(boolean accepted, long id, int most) {
        return jdbc.sql("select * from federation_drift where accepted_at is " + (accepted ? "not null" : "null")
                        + " and id > ? order by id limit ?")
                .params(id, most)
                .query(this::row)
                .list();
    }

    Optional<Row> find(long id) {
        return jdbc.sql("select * from federation_drift where id = ?")
                .param(id)
                .query(this::row)
                .optional();
    }

    /** Counting stops at {@code enough}. */
    long open(int enough) {
        return jdbc.sql("select count(*) from (select from federation_drift where accepted_at is null"
                        + " order by id limit ?) found")
                .param(enough)
                .query(Long.class)
                .single();
    }

    /** False when it is gone, or was accepted before. */
    boolean accept(long id, String reason, Instant now) {
        return jdbc.sql("update federation_drift set accepted_at = ?, reason = ? where id = ? and accepted_at is null")
                        .params(at(now), reason, id)
                        .update()
                == 1;
    }

    /** Another policy asks anew. */
    void acceptNothing() {
        jdbc.sql("update federation_drift set accepted_at = null, reason = null where accepted_at is not null")
                .update();
    }

    private Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("service"),
                row.getString("item"),
                Drift.Kind.valueOf(row.getString("kind")),
                json.readValue(row.getString("what"), Text.class),
                row.getBoolean("mendable"),
                Objects.requireNonNull(time(row, "first_seen_at")),
                time(row, "accepted_at"),
                row.getString("reason"));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
