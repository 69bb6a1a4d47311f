package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Retention.Aged;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which items a plan names: digests of their ids, so that no list of what people have lies around. */
@Component
class ItemRows {

    private final JdbcClient jdbc;

    ItemRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Sum(long items, long bytes, long people) {

        static final Sum NOTHING = new Sum(0, 0, 0);
    }

    void add(PlanLine line, List<Aged> items) {
        if (items.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into retention_item (plan_id, service, kind, item, owner, bytes)
                select ?, ?, ?, item, owner, bytes
                from unnest(?::bytea[], ?::bytea[], ?::bigint[]) as given (item, owner, bytes)
                on conflict do nothing
                """)
                .params(
                        line.plan(),
                        line.service(),
                        line.kind(),
                        items.stream().map(ItemRows::digest).toArray(byte[][]::new),
                        items.stream().map(ItemRows::owner).toArray(byte[][]::new),
                        items.stream().map(Aged::bytes).toArray(Long[]::new))
                .update();
    }

    /** Those that the plan names. */
    List<Aged> named(PlanLine line, List<Aged> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        Set<String> known = jdbc
                .sql("select encode(item, 'hex') from retention_item"
                        + " where plan_id = ? and service = ? and kind = ? and item = any (?)")
                .params(
                        line.plan(),
                        line.service(),
                        line.kind(),
                        items.stream().map(ItemRows::digest).toArray(byte[][]::new))
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableSet());
        List<Aged> named = new ArrayList<>(items);
        named.removeIf(item -> !known.contains(HexFormat.of().formatHex(digest(item))));
        return named;
    }

    Sum sum(PlanLine line) {
        return jdbc.sql("select count(*), coalesce(sum(bytes), 0), count(distinct owner) from retention_item"
                        + " where plan_id = ? and service = ? and kind = ?")
                .params(line.plan(), line.service(), line.kind())
                .query((row, number) -> new Sum(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    /** Stands for exactly this set, in whatever order it was found. */
    String digest(PlanLine line) {
        return jdbc.sql("select encode(sha256(coalesce(string_agg(item, ''::bytea order by item), ''::bytea)), 'hex')"
                        + " from retention_item where plan_id = ? and service = ? and kind = ?")
                .params(line.plan(), line.service(), line.kind())
                .query(String.class)
                .single();
    }

    void forget(java.util.UUID plan) {
        jdbc.sql("delete from retention_item where plan_id = ?").param(plan).update();
    }

    private static byte[] digest(Aged item) {
        return sha256(item.group() + "\0" + item.id());
    }

    private static byte @Nullable [] owner(Aged item) {
        return item.account() == null ? null : sha256(item.account());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
