package cloud.maidan.portal.orphans;

import cloud.maidan.portal.orphans.Orphan.Kind;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the last searches found. */
@Component
class OrphanRows {

    /** A search that takes longer was given up by its node. */
    private static final Duration LONGEST_ROUND = Duration.ofHours(6);

    private final JdbcClient jdbc;

    OrphanRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param finishedAt null while it runs */
    record Round(Instant startedAt, @Nullable Instant finishedAt) {}

    /**
     * @param searchedAt when the service was last read to its end; null when never
     * @param accounts how many it had then
     * @param fault why the last try came to nothing; null when it did not
     */
    record Search(
            String service,
            Instant triedAt,
            @Nullable Instant searchedAt,
            @Nullable Long accounts,
            @Nullable String fault) {}

    Optional<Round> round() {
        return jdbc.sql("select started_at, finished_at from orphan_round")
                .query((row, number) ->
                        new Round(java.util.Objects.requireNonNull(time(row, "started_at")), time(row, "finished_at")))
                .optional();
    }

    /** False when another search runs. */
    boolean begin(Instant now) {
        return jdbc.sql("""
                        insert into orphan_round (started_at) values (:now)
                        on conflict (one) do update set started_at = :now, finished_at = null
                        where orphan_round.finished_at is not null or orphan_round.started_at < :stale
                        """)
                        .param("now", at(now))
                        .param("stale", at(now.minus(LONGEST_ROUND)))
                        .update()
                == 1;
    }

    void end(Instant started, Instant now) {
        jdbc.sql("update orphan_round set finished_at = ? where started_at = ?")
                .params(at(now), at(started))
                .update();
    }

    void seen(ServiceId service, Collection<String> accounts, Kind kind, Instant now) {
        if (accounts.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into orphan (service, account, kind, first_seen_at, last_seen_at)
                select :service, account, :kind, :now, :now from unnest(:accounts::text[]) account
                on conflict (service, account) do update set kind = excluded.kind, last_seen_at = excluded.last_seen_at
                """)
                .param("service", service.value())
                .param("kind", kind.name())
                .param("now", at(now))
                .param("accounts", accounts.toArray(String[]::new))
                .update();
    }

    /** The service was read to its end: whoever was not seen this time is an orphan no longer. */
    @Transactional
    void searched(ServiceId service, long accounts, Instant now) {
        jdbc.sql("delete from orphan where service = ? and last_seen_at < ?")
                .params(service.value(), at(now))
                .update();
        jdbc.sql("""
                insert into orphan_search (service, tried_at, searched_at, accounts) values (?, ?, ?, ?)
                on conflict (service) do update set tried_at = excluded.tried_at,
                    searched_at = excluded.searched_at, accounts = excluded.accounts, fault = null
                """).params(service.value(), at(now), at(now), accounts).update();
    }

    /** Nothing is forgotten: what the search before found stands. */
    void failed(ServiceId service, Fault fault, Instant now) {
        jdbc.sql("""
                insert into orphan_search (service, tried_at, fault) values (?, ?, ?)
                on conflict (service) do update set tried_at = excluded.tried_at, fault = excluded.fault
                """).params(service.value(), at(now), fault.name()).update();
    }

    List<Search> searches() {
        return jdbc.sql("select service, tried_at, searched_at, accounts, fault from orphan_search")
                .query((row, number) -> new Search(
                        row.getString("service"),
                        java.util.Objects.requireNonNull(time(row, "tried_at")),
                        time(row, "searched_at"),
                        row.getObject("accounts", Long.class),
                        row.getString("fault")))
                .list();
    }

    /** By service and account, behind the given one; from the first when both are empty. */
    List<Orphan> after(String service, String account, int atMost) {
        return jdbc.sql("""
                select service, account, kind, first_seen_at from orphan where (service, account) > (?, ?)
                order by service, account limit ?
                """)
                .params(service, account, atMost)
                .query((row, number) -> new Orphan(
                        row.getString("service"),
                        row.getString("account"),
                        Kind.valueOf(row.getString("kind")),
                        java.util.Objects.requireNonNull(time(row, "first_seen_at"))))
                .list();
    }

    /** Counting stops at {@code enough}. */
    long count(int enough) {
        return jdbc.sql("select count(*) from (select from orphan limit ?) found")
                .param(enough)
                .query(Long.class)
                .single();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
