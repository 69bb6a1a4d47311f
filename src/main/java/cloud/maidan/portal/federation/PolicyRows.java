package cloud.maidan.portal.federation;

import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Policies that were decided, and drafts. */
@Component
class PolicyRows {

    private static final String COLUMNS = """
            select id, base, version, stance, decided_at,
                (select count(*) from federation_server s where s.policy = p.id) as servers from federation_policy p
            """;

    private final JdbcClient jdbc;

    PolicyRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param base the version it was made from; 0 when there was none
     * @param version null as long as it is a draft
     * @param servers how many it names
     */
    record Row(
            UUID id,
            int base,
            @Nullable Integer version,
            Stance stance,
            @Nullable Instant decidedAt,
            long servers) {}

    void draft(UUID id, int base, FederationPolicy policy, Instant now) {
        jdbc.sql("insert into federation_policy (id, base, stance, drafted_at) values (?, ?, ?, ?)")
                .params(id, base, policy.stance().name(), at(now))
                .update();
        jdbc.sql(
                        "insert into federation_server (policy, server) select :id, server from unnest(:servers::text[]) server")
                .param("id", id)
                .param("servers", policy.servers().toArray(String[]::new))
                .update();
    }

    /** False when another draft became the next version first, or this one is none any more. */
    boolean decide(UUID draft, Instant now) {
        try {
            boolean decided = jdbc.sql("""
                            update federation_policy set version = base + 1, decided_at = ? where id = ? and version is null
                            and base = (select coalesce(max(version), 0) from federation_policy)
                            """).params(at(now), draft).update() == 1;
            if (decided) {
                noteDenied(draft);
            }
            return decided;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /** Since which version each server was denied first: what was stored of it before may still be there. */
    private void noteDenied(UUID policy) {
        jdbc.sql("""
                insert into federation_denied (server, version)
                select s.server, p.version from federation_server s join federation_policy p on p.id = s.policy
                where p.id = ? and p.stance = 'OPEN' on conflict do nothing
                """).param(policy).update();
    }

    Optional<Row> find(UUID id) {
        return rows(COLUMNS + "where id = ?", id).stream().findFirst();
    }

    Optional<Row> current() {
        return rows(COLUMNS + "where version is not null order by version desc limit 1").stream()
                .findFirst();
    }

    FederationPolicy policy(Row row) {
        return new FederationPolicy(row.stance(), servers(row.id(), "", Integer.MAX_VALUE)).after(deniedUpTo(row));
    }

    /** What policies that were in force before this one denied. */
    private List<String> deniedUpTo(Row row) {
        return jdbc.sql("select server from federation_denied where version <= ? order by server")
                .param(row.base())
                .query((found, number) -> found.getString(1))
                .list();
    }

    /** In order, behind the given one. */
    List<String> servers(UUID policy, String after, int most) {
        return jdbc.sql("select server from federation_server where policy = ? and server > ? order by server limit ?")
                .params(policy, after, most)
                .query((row, number) -> row.getString("server"))
                .list();
    }

    void forgetDraftsBefore(Instant time) {
        jdbc.sql("delete from federation_policy where version is null and drafted_at < ?")
                .param(at(time))
                .update();
    }

    private List<Row> rows(String sql, Object... params) {
        return jdbc.sql(sql)
                .params(params)
                .query((row, number) -> {
                    OffsetDateTime decided = row.getObject("decided_at", OffsetDateTime.class);
                    return new Row(
                            row.getObject("id", UUID.class),
                            row.getInt("base"),
                            row.getObject("version", Integer.class),
                            Stance.valueOf(row.getString("stance")),
                            decided == null ? null : decided.toInstant(),
                            row.getLong("servers"));
                })
                .list();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
