package cloud.maidan.portal.federation;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation.Taken;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What came of carrying out the policy, service by service. */
@Component
class TakenRows {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TakenRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param version of the policy that was carried out */
    record Row(String service, int version, Instant at, Text measure, Applied applied) {}

    /** In place of what was there. */
    void replace(ServiceId service, int version, List<Taken> taken, Instant now) {
        jdbc.sql("delete from federation_taken where service = ?")
                .param(service.value())
                .update();
        for (int position = 0; position < taken.size(); position++) {
            insert(service, position, version, taken.get(position), now);
        }
    }

    private void insert(ServiceId service, int position, int version, Taken taken, Instant now) {
        String outcome = switch (taken.applied()) {
            case Applied.Done() -> "DONE";
            case Applied.AlreadySo() -> "ALREADY_SO";
            case Applied.ByHand byHand -> "BY_HAND";
            case Applied.Written written -> "WRITTEN";
            case Applied.Refused refused -> "REFUSED";
        };
        Applied.@Nullable ByHand byHand = switch (taken.applied()) {
            case Applied.ByHand hand -> hand;
            case Applied.Written written -> written.setting();
            default -> null;
        };
        jdbc.sql("""
                insert into federation_taken
                    (service, position, version, at, measure, outcome, file, setting, value, why, written_at)
                values (:service, :position, :version, :at, :measure, :outcome, :file, :setting, :value, :why, :written)
                """)
                .param("service", service.value())
                .param("position", position)
                .param("version", version)
                .param("at", now.atOffset(ZoneOffset.UTC))
                .param("measure", json.writeValueAsString(taken.measure().what()))
                .param("outcome", outcome)
                .param("file", byHand == null ? null : byHand.file())
                .param("setting", byHand == null ? null : byHand.key())
                .param("value", byHand == null ? null : byHand.value())
                .param(
                        "why",
                        taken.applied() instanceof Applied.Refused(Text why) ? json.writeValueAsString(why) : null)
                .param(
                        "written",
                        taken.applied() instanceof Applied.Written(Applied.ByHand setting, Instant written)
                                ? written.atOffset(ZoneOffset.UTC)
                                : null)
                .update();
    }

    List<Row> all() {
        return jdbc.sql("select * from federation_taken order by service, position")
                .query((row, number) -> new Row(
                        row.getString("service"),
                        row.getInt("version"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        json.readValue(row.getString("measure"), Text.class),
                        applied(
                                row.getString("outcome"),
                                row.getString("file"),
                                row.getString("setting"),
                                row.getString("value"),
                                row.getString("why"),
                                row.getObject("written_at", OffsetDateTime.class))))
                .list();
    }

    private Applied applied(
            String outcome,
            @Nullable String file,
            @Nullable String key,
            @Nullable String value,
            @Nullable String why,
            @Nullable OffsetDateTime written) {
        return switch (outcome) {
            case "DONE" -> new Applied.Done();
            case "ALREADY_SO" -> new Applied.AlreadySo();
            case "BY_HAND" -> byHand(file, key, value);
            case "WRITTEN" ->
                new Applied.Written(
                        byHand(file, key, value),
                        Objects.requireNonNull(written).toInstant());
            default -> new Applied.Refused(json.readValue(Objects.requireNonNull(why), Text.class));
        };
    }

    private static Applied.ByHand byHand(@Nullable String file, @Nullable String key, @Nullable String value) {
        return new Applied.ByHand(
                Objects.requireNonNull(file), Objects.requireNonNull(key), Objects.requireNonNull(value));
    }
}
