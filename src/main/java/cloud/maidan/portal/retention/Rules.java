package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Retention.Kind;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Rulings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The rules. Whoever changes one that somebody else changed meanwhile is told so. */
@Component
class Rules implements Rulings {

    private static final String ALL =
            "select service, kind, period, purpose, version, confirmed_version, changed_at from retention_rule";

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Rules(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public boolean ruled(String table) {
        return find("portal", table).filter(Rule::inForce).isPresent();
    }

    List<Rule> all() {
        return jdbc.sql(ALL + " order by service, kind").query(Rules::rule).list();
    }

    Optional<Rule> find(String service, String kind) {
        return jdbc.sql(ALL + " where service = ? and kind = ?")
                .params(service, kind)
                .query(Rules::rule)
                .optional();
    }

    /** Whether the rule that a line was made by is the one that is there. */
    boolean stand(PlanLine line) {
        return find(line.service(), line.kind())
                .filter(rule -> rule.version() == line.ruleVersion())
                .isPresent();
    }

    /** @param version of the rule on the page it was typed on; 0 when there was none @throws RetentionRefused */
    @Transactional
    void set(Bounded bounded, Period period, String purpose, int version, MemberId by) {
        String service = bounded.service().value();
        Kind kind = bounded.kind();
        int changed = version == 0
                ? jdbc.sql("""
                        insert into retention_rule (service, kind, period, purpose, version, changed_at)
                        values (?, ?, ?, ?, 1, ?) on conflict do nothing
                        """)
                        .params(service, kind.id(), period.toString(), purpose, now())
                        .update()
                : jdbc.sql("""
                        update retention_rule set period = ?, purpose = ?, version = version + 1, changed_at = ?
                        where service = ? and kind = ? and version = ?
                        """)
                        .params(period.toString(), purpose, now(), service, kind.id(), version)
                        .update();
        if (changed == 0) {
            throw RetentionRefused.changedMeanwhile();
        }
        events.publishEvent(RetentionEvent.by(
                by, "rule-set", Map.of("service", service, "kind", kind.id(), "period", period.toString())));
    }

    /** The service's own period becomes the rule, which is in force at once: nothing changes at the service. */
    @Transactional
    void accept(Rule rule, Period found, MemberId by) {
        int changed = jdbc.sql("""
                        update retention_rule set period = ?, version = version + 1, confirmed_version = version + 1,
                            changed_at = ? where service = ? and kind = ? and version = ?
                        """)
                .params(found.toString(), now(), rule.service(), rule.kind(), rule.version())
                .update();
        if (changed == 0) {
            throw RetentionRefused.changedMeanwhile();
        }
        events.publishEvent(RetentionEvent.by(
                by,
                "drift-accepted",
                Map.of("service", rule.service(), "kind", rule.kind(), "period", found.toString())));
    }

    /** The service keeps it for ever, and so it may: there is no rule any more. */
    @Transactional
    void end(Rule rule, MemberId by) {
        int gone = jdbc.sql("delete from retention_rule where service = ? and kind = ? and version = ?")
                .params(rule.service(), rule.kind(), rule.version())
                .update();
        if (gone == 0) {
            throw RetentionRefused.changedMeanwhile();
        }
        events.publishEvent(RetentionEvent.by(
                by, "drift-accepted", Map.of("service", rule.service(), "kind", rule.kind(), "period", "FOR_EVER")));
    }

    /** People let this version go to work; a later one waits for its own plan. */
    void confirm(String service, String kind, int version) {
        jdbc.sql("update retention_rule set confirmed_version = ? where service = ? and kind = ? and version = ?")
                .params(version, service, kind, version)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Rule rule(ResultSet row, int number) throws SQLException {
        return new Rule(
                row.getString("service"),
                row.getString("kind"),
                Period.parse(row.getString("period")),
                row.getString("purpose"),
                row.getInt("version"),
                row.getObject("confirmed_version", Integer.class),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
