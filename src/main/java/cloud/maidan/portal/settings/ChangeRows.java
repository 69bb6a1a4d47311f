package cloud.maidan.portal.settings;

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

    /**
     * @param oldValue null when the portal was not shown it
     * @param oldSaid in words; why it was not shown where it was not
     * @param outcome null as long as it is under way
     * @param why what stood against it, or how the member does it; null when nothing did
     * @param page where the member does it; null when the portal does, or when there is none that we know
     */
    record Item(
            String service,
            String setting,
            Text what,
            @Nullable String oldValue,
            Text oldSaid,
            String newValue,
            Text newSaid,
            @Nullable Outcome outcome,
            @Nullable Text why,
            @Nullable String page) {

        /** The way back; only of what was done, whose old value is known. */
        Item reversed() {
            return new Item(
                    service,
                    setting,
                    what,
                    newValue,
                    newSaid,
                    Objects.requireNonNull(oldValue),
                    oldSaid,
                    null,
                    null,
                    null);
        }

        boolean byMember() {
            return outcome == Outcome.BY_MEMBER;
        }
    }

    enum Outcome {
        DONE,
        REFUSED,
        /** Only the member can do it. */
        BY_MEMBER
    }

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

    /** The latest first. */
    List<Change> applied(MemberId member, int most) {
        return changes(
                "where member_id = ? and applied_at is not null order by made_at desc limit ?", member.value(), most);
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
