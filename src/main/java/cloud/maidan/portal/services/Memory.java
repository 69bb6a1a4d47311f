package cloud.maidan.portal.services;

import cloud.maidan.portal.services.Reply.Ambiguous;
import cloud.maidan.portal.services.Reply.Answered;
import cloud.maidan.portal.services.Reply.Failed;
import cloud.maidan.portal.services.Reply.NoAccount;
import cloud.maidan.portal.services.Reply.NotConfigured;
import cloud.maidan.portal.subject.MemberId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What each service last said about each member, and which account it was about. */
@Component
class Memory {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final int LONGEST_KEPT = 2 * 1024 * 1024; // characters
    private static final String ONE = """
            select coalesce(a.service, l.service) as service, a.kind, a.fault, a.asked_at, a.failing_since, a.retry_at,
                   a.summary::text as summary, a.summary_as_of, l.account, l.evidence
            from (select * from service_answer where member_id = :member and service = :service) a
            full join (select * from service_link where member_id = :member and service = :service) l
                on a.service = l.service
            """;
    private static final String ALL = ONE.replace(" and service = :service", "");
    private static final String KEEP = """
            insert into service_answer as a
                (member_id, service, kind, fault, asked_at, failing_since, retry_at, summary, summary_as_of)
            values (:member, :service, :kind, :fault, :asked, case when :kind = 'FAILED' then :asked end, :retry,
                    :summary::jsonb, :asOf)
            on conflict (member_id, service) do update
            set kind = excluded.kind, fault = excluded.fault, asked_at = excluded.asked_at,
                failing_since = case when excluded.kind = 'FAILED' then coalesce(a.failing_since, excluded.asked_at) end,
                retry_at = excluded.retry_at,
                summary = case when :replaces then excluded.summary else a.summary end,
                summary_as_of = case when :replaces then excluded.summary_as_of else a.summary_as_of end
            """;

    /** What was parsed lately, by its text: a page paints the same answers again and again. Forgotten within minutes. */
    private final Cache<String, DataSummary> lately = Caffeine.newBuilder()
            .maximumWeight(LONGEST_KEPT)
            .<String, DataSummary>weigher((text, summary) -> text.length())
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    private final JdbcClient jdbc;
    private final NamedParameterJdbcOperations batches;
    private final ApplicationEventPublisher events;

    Memory(JdbcClient jdbc, NamedParameterJdbcOperations batches, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.events = events;
    }

    /** @param latest null when there is no answer yet */
    record Remembered(
            @Nullable Reply<DataSummary> latest,
            @Nullable Instant askedAt,
            @Nullable Instant failingSince,
            @Nullable Answered<DataSummary> lastKnown,
            @Nullable String account,
            @Nullable Evidence evidence) {

        static final Remembered NOTHING = new Remembered(null, null, null, null, null, null);

        /** Whether the account is known like that already. */
        boolean of(Lookup lookup) {
            return lookup instanceof Lookup.Found(String found, Evidence how)
                    ? found.equals(account) && how == evidence
                    : account == null;
        }

        /** As {@link Memory#keep} and {@link Memory#link} have it then. @param lookup null when it did not come to one */
        Remembered after(Reply<DataSummary> reply, @Nullable Lookup lookup, Instant now) {
            boolean failed = reply instanceof Failed<DataSummary>;
            Answered<DataSummary> known = switch (reply) {
                case Answered<DataSummary> answered -> answered;
                case NoAccount<DataSummary> none -> null;
                case Ambiguous<DataSummary> several -> null;
                case NotConfigured<DataSummary> nowhere -> lastKnown;
                case Failed<DataSummary> fault -> lastKnown;
            };
            return new Remembered(
                    reply,
                    now,
                    failed ? Objects.requireNonNullElse(failingSince, now) : null,
                    known,
                    lookup == null ? account : lookup instanceof Lookup.Found found ? found.account() : null,
                    lookup == null ? evidence : lookup instanceof Lookup.Found found ? found.evidence() : null);
        }

        Optional<Instant> retryAt() {
            return latest instanceof Failed<DataSummary> failed ? failed.retryAt() : Optional.empty();
        }

        ServiceState state(ServiceProfile profile) {
            return new ServiceState(profile, latest, askedAt, failingSince, lastKnown, account, evidence);
        }

        /** As it is while the portal is not connected: what was known stays known. */
        ServiceState stateUnconnected(ServiceProfile profile) {
            return new ServiceState(profile, new NotConfigured<>(), askedAt, null, lastKnown, account, evidence);
        }
    }

    /** Everything about the member in one query. */
    Map<ServiceId, Remembered> about(MemberId member) {
        return read(member, null);
    }

    Remembered about(MemberId member, ServiceId service) {
        return Objects.requireNonNull(read(member, service).getOrDefault(service, Remembered.NOTHING));
    }

    /** @param service null for all */
    private Map<ServiceId, Remembered> read(MemberId member, @Nullable ServiceId service) {
        Map<ServiceId, Remembered> all = new HashMap<>();
        jdbc.sql(service == null ? ALL : ONE)
                .param("member", member.value())
                .param("service", service == null ? null : service.value())
                .query((row, number) -> Map.entry(new ServiceId(row.getString("service")), remembered(row)))
                .list()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }

    Set<String> linked(ServiceId service, Set<String> accounts) {
        return accounts.isEmpty()
                ? Set.of()
                : Set.copyOf(jdbc.sql("select account from service_link where service = ? and account = any (?)")
                        .params(service.value(), accounts.toArray(String[]::new))
                        .query((row, number) -> row.getString("account"))
                        .list());
    }

    /** Keeps the account, or forgets it; says so to whoever records it when it is another one than before. */
    @Transactional
    public void link(MemberId member, ServiceId service, Lookup lookup, Instant now) {
        Optional<String> before = jdbc.sql(
                        "select account from service_link where member_id = ? and service = ? for update")
                .params(member.value(), service.value())
                .query(String.class)
                .optional();
        String account = lookup instanceof Lookup.Found found ? found.account() : null;
        Evidence evidence = lookup instanceof Lookup.Found found ? found.evidence() : null;
        if (account == null || evidence == null) {
            jdbc.sql("delete from service_link where member_id = ? and service = ?")
                    .params(member.value(), service.value())
                    .update();
        } else {
            jdbc.sql("""
                    insert into service_link (member_id, service, account, evidence, proven_at) values (?, ?, ?, ?, ?)
                    on conflict (member_id, service) do update
                    set account = excluded.account, evidence = excluded.evidence, proven_at = excluded.proven_at
                    """)
                    .params(member.value(), service.value(), account, evidence.name(), now.atOffset(ZoneOffset.UTC))
                    .update();
        }
        if (!before.equals(Optional.ofNullable(account))) {
            events.publishEvent(new AccountLinkChanged(member, service, before.orElse(null), account, evidence));
        }
    }

    /** What came of asking a service. */
    record Kept(ServiceId service, Reply<DataSummary> reply, Instant at) {}

    /**
     * Keeps what came of asking, in one transaction. A failure leaves the last answer in place; "no account" is an answer
     * too.
     */
    void keep(MemberId member, Collection<Kept> heard) {
        if (!heard.isEmpty()) {
            batches.batchUpdate(
                    KEEP,
                    heard.stream()
                            .sorted(Comparator.comparing(kept -> kept.service().value())) // one order for every writer
                            .map(kept -> row(member, kept))
                            .toArray(SqlParameterSource[]::new));
        }
    }

    private static SqlParameterSource row(MemberId member, Kept kept) {
        MapSqlParameterSource row = new MapSqlParameterSource()
                .addValue("member", member.value())
                .addValue("service", kept.service().value())
                .addValue("asked", kept.at().atOffset(ZoneOffset.UTC))
                .addValue("fault", null, Types.VARCHAR)
                .addValue("retry", null, Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("summary", null, Types.VARCHAR)
                .addValue("asOf", null, Types.TIMESTAMP_WITH_TIMEZONE);
        return switch (kept.reply()) {
            case Answered<DataSummary>(DataSummary summary, Instant asOf) ->
                row.addValue("kind", "ANSWERED")
                        .addValue("summary", JSON.writeValueAsString(summary), Types.VARCHAR)
                        .addValue("asOf", asOf.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE)
                        .addValue("replaces", true);
            case NoAccount<DataSummary>() -> row.addValue("kind", "NO_ACCOUNT").addValue("replaces", true);
            case Ambiguous<DataSummary>() -> row.addValue("kind", "AMBIGUOUS").addValue("replaces", true);
            case NotConfigured<DataSummary>() ->
                row.addValue("kind", "NOT_CONFIGURED").addValue("replaces", false);
            case Failed<DataSummary>(Fault fault, Optional<Instant> retryAt) ->
                row.addValue("kind", "FAILED")
                        .addValue("fault", fault.name(), Types.VARCHAR)
                        .addValue(
                                "retry",
                                retryAt.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
                                Types.TIMESTAMP_WITH_TIMEZONE)
                        .addValue("replaces", false);
        };
    }

    private Remembered remembered(ResultSet row) throws SQLException {
        Instant askedAt = instant(row, "asked_at");
        Answered<DataSummary> lastKnown = summary(row);
        String evidence = row.getString("evidence");
        return new Remembered(
                latest(row, lastKnown),
                askedAt,
                instant(row, "failing_since"),
                lastKnown,
                row.getString("account"),
                evidence == null ? null : Evidence.valueOf(evidence));
    }

    private static @Nullable Reply<DataSummary> latest(ResultSet row, @Nullable Answered<DataSummary> lastKnown)
            throws SQLException {
        String kind = row.getString("kind");
        return switch (kind) {
            case null -> null;
            case "ANSWERED" -> lastKnown;
            case "NO_ACCOUNT" -> new NoAccount<>();
            case "AMBIGUOUS" -> new Ambiguous<>();
            case "FAILED" ->
                new Failed<>(Fault.valueOf(row.getString("fault")), Optional.ofNullable(instant(row, "retry_at")));
            default -> new NotConfigured<>();
        };
    }

    private @Nullable Answered<DataSummary> summary(ResultSet row) throws SQLException {
        String summary = row.getString("summary");
        Instant asOf = instant(row, "summary_as_of");
        if (summary == null || asOf == null) {
            return null;
        }
        try {
            return new Answered<>(Objects.requireNonNull(lately.get(summary, Memory::parsed)), asOf);
        } catch (JacksonException e) {
            return null; // written by another version of the portal: the next answer takes its place
        }
    }

    private static DataSummary parsed(String summary) {
        return JSON.readValue(summary, DataSummary.class);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
