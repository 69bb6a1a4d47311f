package cloud.maidan.portal.retention;

import cloud.maidan.portal.retention.Look.Result;
import cloud.maidan.portal.retention.Sparing.Sorted;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Retention.AgedPage;
import cloud.maidan.portal.services.Retention.Found;
import cloud.maidan.portal.services.ServiceFault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks whether services keep data as the rules say: whether they are set so, and whether nothing older is there. */
@Component
class Looks {

    private static final Logger LOG = LoggerFactory.getLogger(Looks.class);

    private final Rules rules;
    private final Kinds kinds;
    private final Sparing sparing;
    private final RetentionProperties properties;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ApplicationEventPublisher events;
    private final RetentionPost post;
    private final Clock clock;

    Looks(
            Rules rules,
            Kinds kinds,
            Sparing sparing,
            RetentionProperties properties,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            ApplicationEventPublisher events,
            RetentionPost post,
            Clock clock) {
        this.rules = rules;
        this.kinds = kinds;
        this.sparing = sparing;
        this.properties = properties;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
        this.post = post;
        this.clock = clock;
    }

    /** Looks at every kind whose rule is in force. */
    void look() {
        look(rules.all().stream().filter(Rule::inForce).toList());
    }

    void look(Rule rule) {
        look(List.of(rule));
    }

    private void look(List<Rule> which) {
        List<Seen> seen = which.stream()
                .flatMap(rule -> kinds.find(rule.service(), rule.kind()).stream()
                        .map(bounded -> new Seen(bounded, rule, seen(rule, bounded))))
                .toList();
        transactions.executeWithoutResult(
                transaction -> post.found(seen.stream().filter(this::keep).toList()));
    }

    /** What was seen of a kind. */
    record Seen(Bounded bounded, Rule rule, Look look) {}

    List<Look> all() {
        return jdbc.sql("select service, kind, rule_version, result, found, looked_at from retention_look")
                .query(Looks::read)
                .list();
    }

    Optional<Look> find(String service, String kind) {
        return all().stream()
                .filter(look -> look.service().equals(service) && look.kind().equals(kind))
                .findFirst();
    }

    private Look seen(Rule rule, Bounded bounded) {
        try {
            return bounded.swept() ? overdue(rule, bounded) : set(rule, bounded);
        } catch (ServiceFault fault) {
            LOG.warn("Looking how long {} keeps {}: {}", rule.service(), rule.kind(), fault.getMessage());
            return look(rule, Result.FAILED, null);
        } catch (Sparing.OwnerUnclear unclear) {
            return look(rule, Result.FAILED, null);
        }
    }

    private Look set(Rule rule, Bounded bounded) {
        Found found = bounded.by().found(rule.kind());
        return switch (found) {
            case Found.Kept(Period period)
            when Retention.days(period) == Retention.days(rule.period()) -> look(rule, Result.AS_SET, found);
            case Found.Kept kept -> look(rule, Result.DRIFTED, kept);
            case Found.ForEver forEver -> look(rule, Result.DRIFTED, forEver);
            case Found.Unsaid unsaid -> look(rule, Result.UNSAID, unsaid);
        };
    }

    /** Up to the first that should have gone; a room, or an account, may well have none. */
    private Look overdue(Rule rule, Bounded bounded) {
        Instant before = Periods.before(clock.instant(), rule.period()).minus(properties.grace());
        Set<String> restricted = sparing.restricted(bounded.service());
        Optional<Cursor> from = Optional.of(Cursor.START);
        String blocked = "";
        for (int page = 0; page < properties.lookPages() && from.isPresent(); page++) {
            AgedPage aged = bounded.by().aged(rule.kind(), before, from.get());
            Sorted sorted = sparing.sort(bounded, restricted, aged.items(), item -> true, blocked);
            if (!sorted.going().isEmpty()) {
                return look(rule, Result.OVERDUE, null);
            }
            from = aged.next();
            blocked = sorted.blocked();
        }
        return look(rule, Result.AS_SET, null);
    }

    private Look look(Rule rule, Result result, @Nullable Found found) {
        return new Look(rule.service(), rule.kind(), rule.version(), result, found, clock.instant());
    }

    /**
     * A silent service stays where it was found, and nothing older comes after something newer.
     *
     * @return whether it was found otherwise than its rule says, and anew
     */
    private boolean keep(Seen seen) {
        Look look = seen.look();
        Optional<Look> before = find(look.service(), look.kind())
                .filter(Look::drifted)
                .filter(found -> found.ruleVersion() == look.ruleVersion());
        if (look.result() == Result.FAILED && before.isPresent()) {
            return false;
        }
        int kept = jdbc.sql("""
                insert into retention_look values (?, ?, ?, ?, ?, ?) on conflict (service, kind) do update
                set rule_version = excluded.rule_version, result = excluded.result, found = excluded.found,
                    looked_at = excluded.looked_at
                where retention_look.looked_at <= excluded.looked_at
                """)
                .param(look.service())
                .param(look.kind())
                .param(look.ruleVersion())
                .param(look.result().name())
                .param(look.found() == null ? null : Foundings.written(look.found()))
                .param(look.at().atOffset(ZoneOffset.UTC))
                .update();
        boolean anew = kept == 1 && look.drifted() && before.filter(look::same).isEmpty();
        if (anew) {
            events.publishEvent(RetentionEvent.byItself(
                    "drift-found",
                    Map.of(
                            "service", look.service(),
                            "kind", look.kind(),
                            "wanted", seen.rule().period().toString(),
                            "found", look.written())));
        }
        return anew;
    }

    private static Look read(ResultSet row, int number) throws SQLException {
        String found = row.getString("found");
        return new Look(
                row.getString("service"),
                row.getString("kind"),
                row.getInt("rule_version"),
                Result.valueOf(row.getString("result")),
                found == null ? null : Foundings.found(found),
                row.getObject("looked_at", OffsetDateTime.class).toInstant());
    }
}
