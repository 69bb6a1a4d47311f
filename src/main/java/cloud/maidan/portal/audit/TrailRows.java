package cloud.maidan.portal.audit;

import cloud.maidan.portal.audit.TrailSearch.By;
import cloud.maidan.portal.subject.Auditable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The whole trail, newest first, a page at a time. A page reads what it shows from an index, or sifts a bounded number of
 * records and says how far it came: it takes as long in ten thousand records as in ten million.
 */
@Repository
class TrailRows {

    static final int PAGE = 50;
    private static final int SIFTED = 1000;

    /** Numbers are given out a moment before the time is read, on machines whose clocks differ. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** The smallest number from which on no record is older, found by halving as far as time and numbers run alike. */
    private static final String FIRST_AT = """
            with recursive whole as (select coalesce(min(id), 0) as low, coalesce(max(id), 0) + 1 as high from audit_record),
            halved as (
                select low, high from whole
                union all
                select case when probe.at < :at and probe.id < high then probe.id + 1 else low end,
                    case when probe.at < :at and probe.id < high then high else (low + high) / 2 end
                from halved left join lateral
                    (select id, at from audit_record where id >= (low + high) / 2 order by id limit 1) probe on true
                where low < high)
            select low from halved where low >= high limit 1""";

    private static final String ACTIONS = """
            with recursive known as (
                (select action from audit_record order by action limit 1)
                union all
                select (select action from audit_record where action > known.action order by action limit 1)
                from known where known.action is not null)
            select action from known where action is not null""";

    private final JdbcClient jdbc;

    TrailRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param next number below which it goes on; null when this is the end
     * @param siftedTo how far it was looked when fewer than a page were found there; null otherwise
     */
    record Page(
            List<AuditRecord> records,
            @Nullable Long next,
            @Nullable Instant siftedTo) {}

    Page find(TrailSearch search, long below) {
        int limit = search.sifts() ? SIFTED : PAGE + 1;
        List<AuditRecord> looked = looked(search, below, limit);
        List<AuditRecord> fitting =
                looked.stream().filter(search::fits).limit(PAGE + 1).toList();
        if (fitting.size() > PAGE) {
            List<AuditRecord> page = fitting.subList(0, PAGE);
            return new Page(page, page.getLast().id(), null);
        }
        boolean more = looked.size() == limit;
        return new Page(
                fitting,
                more ? looked.getLast().id() : null,
                more ? looked.getLast().at() : null);
    }

    /** Every action that has ever been recorded. */
    List<String> actions() {
        return jdbc.sql(ACTIONS).query((row, number) -> row.getString(1)).list();
    }

    /** Those of the people who are members now. */
    List<UUID> stillHere(List<UUID> people) {
        return jdbc.sql("select id from member where id = any(?)")
                .param(people.toArray(UUID[]::new))
                .query((row, number) -> row.getObject(1, UUID.class))
                .list();
    }

    /** Whether the person did this to the member since the moment. */
    boolean did(UUID person, String action, Auditable.Kind kind, UUID member, Instant since) {
        return jdbc.sql("""
                        select exists (select from (
                            select at, actor_id, action from audit_record where member_id = :member and kind = :kind
                            order by id desc limit 200) newest
                        where at > :since and actor_id = :person and action = :action)""")
                .param("member", member)
                .param("kind", kind.name())
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("person", person)
                .param("action", action)
                .query(Boolean.class)
                .single();
    }

    private List<AuditRecord> looked(TrailSearch search, long below, int limit) {
        Map<String, Object> values = new HashMap<>();
        Instant until = search.until();
        values.put("below", until == null ? below : Math.min(below, firstAt(until.plus(CLOCKS_DIFFER))));
        values.put("lowest", search.from() == null ? 0L : firstAt(search.from().minus(CLOCKS_DIFFER)));
        values.put("limit", limit);
        List<String> parts = parts(search, values);
        return parts.isEmpty()
                ? List.of()
                : jdbc.sql("select * from (" + String.join(" union all ", parts)
                                + ") found order by id desc limit :limit")
                        .params(values)
                        .query(RecordRows::record)
                        .list();
    }

    /**
     * Each comes from an index in the order in which it is shown. An action is compared together with the number: asked
     * for alike, a frequent one would be looked for back from the newest record, however long ago it last happened.
     */
    private static List<String> parts(TrailSearch search, Map<String, Object> values) {
        if (search.about() != null) {
            values.put("about", search.about());
            return kinds("member_id = :about").toList();
        }
        if (search.by() instanceof By.Person(UUID person)) {
            values.put("by", person);
            return kinds("actor_id = :by and member_id is distinct from actor_id")
                    .toList();
        }
        if (search.actions() == null) {
            return List.of(part("id < :below and id >= :lowest", "id desc"));
        }
        List<String> parts = new ArrayList<>();
        for (String action : search.actions().stream().sorted().toList()) {
            String name = "action" + parts.size();
            values.put(name, action);
            parts.add(part(
                    "(action, id) < (:%s, :below) and (action, id) >= (:%s, :lowest)".formatted(name, name),
                    "action desc, id desc"));
        }
        return parts;
    }

    private static Stream<String> kinds(String condition) {
        return Stream.of(Auditable.Kind.values())
                .map(kind ->
                        part(condition + " and kind = '" + kind + "' and id < :below and id >= :lowest", "id desc"));
    }

    private static String part(String condition, String order) {
        return "(select " + RecordRows.COLUMNS + " from audit_record where " + condition + " order by " + order
                + " limit :limit)";
    }

    private long firstAt(Instant moment) {
        return jdbc.sql(FIRST_AT)
                .param("at", moment.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }
}
