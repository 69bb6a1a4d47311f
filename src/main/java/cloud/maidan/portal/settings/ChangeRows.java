package cloud.maidan.portal.settings;

import cloud.maidan.portal.settings.Item.Outcome;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Changes that members asked for, and the values before them. */
@Component
class ChangeRows {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ChangeRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param appliedAt null as long as it is a preview */
    record Change(
            UUID id,
            MemberId member,
            Instant madeAt,
            @Nullable Instant appliedAt) {}

    @Transactional
    void insert(Change change, List<Item> items) {
        jdbc.sql("insert into settings_change (id, member_id, made_at) values (?, ?, ?)")
                .params(change.id(), change.member().value(), at(change.madeAt()))
                .update();
        items.forEach(item -> jdbc.sql("""
                        insert into settings_item
                            (change_id, member_id, service, setting, what, old_value, old_said, new_value, new_said,
                             outcome, why, page)
                        values (:change, :member, :service, :setting, :what, :old, :oldSaid, :new, :newSaid,
                             :outcome, :why, :page)
                        """)
                .param("change", change.id())
                .param("member", change.member().value())
                .param("service", item.service())
                .param("setting", item.setting())
                .param("what", json.writeValueAsString(item.what()))
                .param("old", item.oldValue())
                .param("oldSaid", json.writeValueAsString(item.oldSaid()))
                .param("new", item.newValue())
                .param("newSaid", json.writeValueAsString(item.newSaid()))
                .param("outcome", item.outcome() == null ? null : item.outcome().name())
                .param("why", item.why() == null ? null : json.writeValueAsString(item.why()))
                .param("page", item.page())
                .update());
    }

    /** Empty when it is not theirs. */
    Optional<Change> find(UUID id, MemberId member) {
        return changes("where id = ? and member_id = ?", id, member.value()).stream()
                .findFirst();
    }

    Optional<Change> find(UUID id) {
        return changes("where id = ?", id).stream().findFirst();
    }

    /** @param settings how many the portal was to change */
    record Made(UUID id, Instant at, long settings) {}

    /** The latest first. */
    List<Made> applied(MemberId member, int most) {
        return jdbc.sql("""
                select change.id, change.applied_at, (
                    select count(*) from settings_item item
                    where item.change_id = change.id and item.outcome is distinct from 'BY_MEMBER') as settings
                from settings_change change
                where change.member_id = ? and change.applied_at is not null
                order by change.made_at desc limit ?
                """)
                .params(member.value(), most)
                .query((row, number) -> new Made(
                        row.getObject("id", UUID.class),
                        Objects.requireNonNull(row.getObject("applied_at", OffsetDateTime.class))
                                .toInstant(),
                        row.getLong("settings")))
                .list();
    }

    List<Item> items(UUID change) {
        return jdbc.sql("select * from settings_item where change_id = ? order by service, setting")
                .param(change)
                .query((row, number) -> new Item(
                        row.getString("service"),
                        row.getString("setting"),
                        text(row.getString("what")),
                        row.getString("old_value"),
                        text(row.getString("old_said")),
                        row.getString("new_value"),
                        text(row.getString("new_said")),
                        row.getString("outcome") == null ? null : Outcome.valueOf(row.getString("outcome")),
                        row.getString("why") == null ? null : text(row.getString("why")),
                        row.getString("page")))
                .list();
    }

    /** False when it was begun before. */
    boolean begin(UUID change, Instant now) {
        return jdbc.sql("update settings_change set applied_at = ? where id = ? and applied_at is null")
                        .params(at(now), change)
                        .update()
                == 1;
    }

    void settle(UUID change, String service, String setting, Outcome outcome, @Nullable Text why) {
        jdbc.sql("""
                update settings_item set outcome = :outcome, why = :why
                where change_id = :change and service = :service and setting = :setting
                """)
                .param("outcome", outcome.name())
                .param("why", why == null ? null : json.writeValueAsString(why))
                .param("change", change)
                .param("service", service)
                .param("setting", setting)
                .update();
    }

    void forgetBefore(Instant time) {
        jdbc.sql("delete from settings_change where made_at < ?")
                .param(at(time))
                .update();
    }

    private List<Change> changes(String condition, Object... params) {
        return jdbc.sql("select id, member_id, made_at, applied_at from settings_change " + condition)
                .params(params)
                .query((row, number) -> {
                    OffsetDateTime applied = row.getObject("applied_at", OffsetDateTime.class);
                    return new Change(
                            row.getObject("id", UUID.class),
                            new MemberId(row.getObject("member_id", UUID.class)),
                            Objects.requireNonNull(row.getObject("made_at", OffsetDateTime.class))
                                    .toInstant(),
                            applied == null ? null : applied.toInstant());
                })
                .list();
    }

    private Text text(String stored) {
        return json.readValue(stored, Text.class);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
