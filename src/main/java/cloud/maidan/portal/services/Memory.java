package cloud.maidan.portal.services;

import cloud.maidan.portal.services.Reply.Ambiguous;
import cloud.maidan.portal.services.Reply.Answered;
import cloud.maidan.portal.services.Reply.Failed;
import cloud.maidan.portal.services.Reply.NoAccount;
import cloud.maidan.portal.services.Reply.NotConfigured;
import cloud.maidan.portal.subject.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What each service last said about each member, and which account it was about. */
@Component
class Memory {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Memory(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
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
        Map<ServiceId, Remembered> all = new HashMap<>();
        jdbc.sql("""
                select coalesce(a.service, l.service) as service, a.kind, a.fault, a.asked_at, a.failing_since, a.retry_at,
                       a.summary::text as summary, a.summary_as_of, l.account, l.evidence
                from (select * from service_answer where member_id = :member) a
                full join (select * from service_link where member_id = :member) l on a.service = l.service
                """)
                .param("member", member.value())
                .query((row, number) -> Map.entry(new ServiceId(row.getString("service")), remembered(row)))
                .list()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }

    Remembered about(MemberId member, ServiceId service) {
        return Objects.requireNonNull(about(member).getOrDefault(service, Remembered.NOTHING));
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

    /**
     * Keeps what came of asking, in one statement. A failure leaves the last answer in place; "no account" is an answer
     * too.
     */
    void keep(MemberId member, ServiceId service, Reply<DataSummary> reply, Instant now) {
        switch (reply) {
            case Answered<DataSummary>(DataSummary summary, Instant asOf) ->
                write(member, service, "ANSWERED", null, now, null, JSON.writeValueAsString(summary), asOf, true);
            case NoAccount<DataSummary>() -> write(member, service, "NO_ACCOUNT", null, now, null, null, null, true);
            case Ambiguous<DataSummary>() -> write(member, service, "AMBIGUOUS", null, now, null, null, null, true);
            case NotConfigured<DataSummary>() ->
                write(member, service, "NOT_CONFIGURED", null, now, null, null, null, false);
            case Failed<DataSummary>(Fault fault, Optional<Instant> retryAt) ->
                write(member, service, "FAILED", fault, now, retryAt.orElse(null), null, null, false);
        }
    }

    private void write(
            MemberId member,
            ServiceId service,
            String kind,
            @Nullable Fault fault,
            Instant now,
            @Nullable Instant retryAt,
            @Nullable String summary,
            @Nullable Instant asOf,
            boolean replaces) {
        jdbc.sql("""
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
                """)
                .param("member", member.value())
                .param("service", service.value())
                .param("kind", kind)
                .param("fault", fault == null ? null : fault.name())
                .param("asked", now.atOffset(ZoneOffset.UTC))
                .param(
                        "retry",
                        retryAt == null ? null : retryAt.atOffset(ZoneOffset.UTC),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("summary", summary)
                .param(
                        "asOf",
                        asOf == null ? null : asOf.atOffset(ZoneOffset.UTC),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .param("replaces", replaces)
                .update();
    }

    private static Remembered remembered(ResultSet row) throws SQLException {
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

    private static @Nullable Answered<DataSummary> summary(ResultSet row) throws SQLException {
        String summary = row.getString("summary");
        Instant asOf = instant(row, "summary_as_of");
        if (summary == null || asOf == null) {
            return null;
        }
        try {
            return new Answered<>(JSON.readValue(summary, DataSummary.class), asOf);
        } catch (JacksonException e) {
            return null; // written by another version of the portal: the next answer takes its place
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
