package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.Phase;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of what erasures did at each service. */
@Repository
class LineRows {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<Amount>> AMOUNTS = new TypeReference<>() {};
    private static final TypeReference<List<Retained>> RETAINED = new TypeReference<>() {};
    private static final TypeReference<List<BeyondReach>> BEYOND = new TypeReference<>() {};

    private final JdbcClient jdbc;

    LineRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Without effect when the service has its line already. */
    void insert(ErasureId erasure, Line line) {
        jdbc.sql("""
                insert into erasure_service (erasure_id, service, place, phase, state, account, why, settled_at)
                values (:erasure, :service, (select count(*) from erasure_service where erasure_id = :erasure), :phase, :state,
                    :account, :why, :settled)
                on conflict do nothing""")
                .param("erasure", erasure.value())
                .param("service", line.service().value())
                .param("phase", line.phase().ordinal())
                .param("state", line.state().name())
                .param("account", line.account(), java.sql.Types.BINARY)
                .param("why", line.why() == null ? null : JSON.writeValueAsString(line.why()), java.sql.Types.VARCHAR)
                .param("settled", ErasureRows.orNull(line.settledAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    void found(ErasureId id, ServiceId service, byte[] account) {
        jdbc.sql("update erasure_service set account = ?, why = null where erasure_id = ? and service = ?")
                .params(account, id.value(), service.value())
                .update();
    }

    void goOnFrom(ErasureId id, ServiceId service, byte[] handle, Text why) {
        jdbc.sql("update erasure_service set handle = ?, why = ? where erasure_id = ? and service = ?")
                .params(handle, JSON.writeValueAsString(why), id.value(), service.value())
                .update();
    }

    void dropHandle(ErasureId id, ServiceId service) {
        jdbc.sql("update erasure_service set handle = null where erasure_id = ? and service = ?")
                .params(id.value(), service.value())
                .update();
    }

    /** What was held back may go; its account is erased anew from the beginning. */
    void reopen(ErasureId id, Line line) {
        jdbc.sql("""
                update erasure_service set state = 'PENDING', handle = null, why = null, settled_at = null, found = null,
                    probed_at = null, erased_before = ?, erased = '[]'
                where erasure_id = ? and service = ? and state in ('ERASED', 'HELD')""")
                .params(
                        JSON.writeValueAsString(line.erased()),
                        id.value(),
                        line.service().value())
                .update();
    }

    void hindered(ErasureId id, ServiceId service, Text why) {
        jdbc.sql("update erasure_service set why = ? where erasure_id = ? and service = ?")
                .params(JSON.writeValueAsString(why), id.value(), service.value())
                .update();
    }

    /** What a service says first is what was there; whatever it is asked again finds less. */
    void keep(ErasureId id, ServiceId service, Outcome.Finished said, Text why) {
        write("""
                update erasure_service set handle = null, why = :why,
                    erased = case erased when '[]' then :erased else erased end,
                    retained = :retained, beyond_reach = :beyond
                where erasure_id = :id and service = :service""", id, service, said, why).update();
    }

    void settle(
            ErasureId id, ServiceId service, Line.State state, Outcome.Finished said, @Nullable Text why, Instant now) {
        write("""
                update erasure_service set handle = null, why = :why, state = :state, settled_at = :now,
                    erased = case erased when '[]' then :erased else erased end,
                    retained = :retained, beyond_reach = :beyond
                where erasure_id = :id and service = :service""", id, service, said, why)
                .param("state", state.name())
                .param("now", ErasureRows.at(now))
                .update();
    }

    private JdbcClient.StatementSpec write(
            String update, ErasureId id, ServiceId service, Outcome.Finished said, @Nullable Text why) {
        return jdbc.sql(update)
                .param("erased", JSON.writeValueAsString(said.erased()))
                .param("retained", JSON.writeValueAsString(said.retained()))
                .param("beyond", JSON.writeValueAsString(said.beyondReach()))
                .param("why", why == null ? null : JSON.writeValueAsString(why), java.sql.Types.VARCHAR)
                .param("id", id.value())
                .param("service", service.value());
    }

    void probed(ErasureId id, ServiceId service, List<Amount> found, Instant now) {
        jdbc.sql("update erasure_service set found = ?, probed_at = ? where erasure_id = ? and service = ?")
                .params(JSON.writeValueAsString(found), ErasureRows.at(now), id.value(), service.value())
                .update();
    }

    /** Which accounts it was about. */
    void forget(ErasureId id) {
        jdbc.sql("update erasure_service set account = null, handle = null where erasure_id = ?")
                .param(id.value())
                .update();
    }

    List<Line> of(ErasureId id) {
        return jdbc.sql("select * from erasure_service where erasure_id = ? order by phase, place")
                .param(id.value())
                .query((row, number) -> line(row))
                .list();
    }

    private static Line line(ResultSet row) throws SQLException {
        String why = row.getString("why");
        String found = row.getString("found");
        return new Line(
                new ServiceId(row.getString("service")),
                Phase.values()[row.getInt("phase")],
                Line.State.valueOf(row.getString("state")),
                row.getBytes("account"),
                row.getBytes("handle"),
                sum(
                        JSON.readValue(row.getString("erased_before"), AMOUNTS),
                        JSON.readValue(row.getString("erased"), AMOUNTS)),
                JSON.readValue(row.getString("retained"), RETAINED),
                JSON.readValue(row.getString("beyond_reach"), BEYOND),
                why == null ? null : JSON.readValue(why, Text.class),
                ErasureRows.instant(row, "settled_at"),
                found == null ? null : JSON.readValue(found, AMOUNTS),
                ErasureRows.instant(row, "probed_at"));
    }

    private static List<Amount> sum(List<Amount> before, List<Amount> then) {
        Map<Text, Long> items = new LinkedHashMap<>();
        Stream.concat(before.stream(), then.stream())
                .forEach(amount -> items.merge(amount.what(), amount.items(), Long::sum));
        return items.entrySet().stream()
                .map(each -> new Amount(each.getKey(), each.getValue()))
                .toList();
    }
}
