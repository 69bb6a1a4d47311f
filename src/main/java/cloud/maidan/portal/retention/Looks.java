package cloud.maidan.portal.retention;

import cloud.maidan.portal.retention.Look.Result;
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
    private final Clock clock;

    Looks(
            Rules rules,
            Kinds kinds,
            Sparing sparing,
            RetentionProperties properties,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rules = rules;
        this.kinds = kinds;
        this.sparing = sparing;
        this.properties = properties;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /** Looks at every kind whose rule is in force. */
    void look() {
        rules.all().stream().filter(Rule::inForce).forEach(this::look);
    }

    void look(Rule rule) {
        kinds.find(rule.service(), rule.kind()).ifPresent(bounded -> {
            Look look = seen(rule, bounded);
            transactions.executeWithoutResult(transaction -> keep(look));
        });
    }

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

    /** The first page is enough: what is oldest comes first, as far as a service has an order. */
    private Look overdue(Rule rule, Bounded bounded) {
        Instant before = Periods.before(clock.instant(), rule.period()).minus(properties.grace());
        AgedPage page = bounded.by().aged(rule.kind(), before, Cursor.START);
        boolean late = !sparing.sort(bounded, sparing.restricted(bounded.service()), page.items(), item -> true, "")
                .going()
                .isEmpty();
        return look(rule, late ? Result.OVERDUE : Result.AS_SET, null);
    }

    private Look look(Rule rule, Result result, @Nullable Found found) {
        return new Look(rule.service(), rule.kind(), rule.version(), result, found, clock.instant());
    }

    private void keep(Look look) {
        boolean before = find(look.service(), look.kind()).filter(Look::drifted).isPresent();
        jdbc.sql("""
                insert into retention_look values (?, ?, ?, ?, ?, ?) on conflict (service, kind) do update
                set rule_version = excluded.rule_version, result = excluded.result, found = excluded.found,
                    looked_at = excluded.looked_at
                """)
                .param(look.service())
                .param(look.kind())
                .param(look.ruleVersion())
                .param(look.result().name())
                .param(look.found() == null ? null : Foundings.written(look.found()))
                .param(look.at().atOffset(ZoneOffset.UTC))
                .update();
        if (look.drifted() && !before) {
            events.publishEvent(
                    RetentionEvent.byItself("drift-found", Map.of("service", look.service(), "kind", look.kind())));
        }
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
