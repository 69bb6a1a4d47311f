package cloud.maidan.portal.retention;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The course of a plan: counted, confirmed by people, carried out. */
@Component
class PlanDesk {

    private final PlanRows rows;
    private final ItemRows items;
    private final Rules rules;
    private final PlanSeal seal;
    private final Steps steps;
    private final RetentionProperties properties;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PlanDesk(
            PlanRows rows,
            ItemRows items,
            Rules rules,
            PlanSeal seal,
            Steps steps,
            RetentionProperties properties,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.items = items;
        this.rules = rules;
        this.seal = seal;
        this.steps = steps;
        this.properties = properties;
        this.events = events;
        this.clock = clock;
    }

    /** What came of confirming a plan. */
    enum Confirmed {
        BEGUN,
        NEEDS_ANOTHER
    }

    /** @param by null when the portal makes it by itself */
    @Transactional
    UUID make(List<Rule> which, @Nullable MemberId by) {
        if (which.isEmpty()) {
            throw RetentionRefused.noRules();
        }
        Instant now = now();
        UUID plan = UUID.randomUUID();
        rows.insert(plan, now, by == null);
        for (int place = 0; place < which.size(); place++) {
            Rule rule = which.get(place);
            rows.insert(plan, place, rule, Periods.before(now, rule.period()));
            steps.plan(CountTask.KIND, plan, rule.service() + "/" + rule.kind(), null);
        }
        if (by != null) {
            events.publishEvent(RetentionEvent.by(by, "plan-asked", Map.of("plan", plan.toString())));
        }
        return plan;
    }

    /** As a rule that people let go to work says; whoever asks for it confirms it, once it is counted. */
    @Transactional
    UUID again(Rule rule, MemberId by) {
        UUID plan = make(List.of(rule), by);
        rows.confirm(plan, by, now());
        events.publishEvent(RetentionEvent.by(
                by,
                "drift-reapplied",
                Map.of("service", rule.service(), "kind", rule.kind(), "plan", plan.toString())));
        return plan;
    }

    /** One line is counted; after the last the plan is signed and waits, or begins when nobody needs to be asked. */
    @Transactional
    void counted(UUID id) {
        Plan plan = rows.lock(id).filter(Plan::counting).orElse(null);
        if (plan == null || plan.lines().stream().anyMatch(line -> line.state() == PlanLine.State.COUNTING)) {
            return;
        }
        boolean idle = plan.lines().stream().allMatch(PlanLine::idle);
        boolean large = plan.lines().stream().anyMatch(line -> line.large(properties));
        int needed = large ? 2 : plan.scheduled() ? 0 : 1;
        rows.sealed(id, Plan.State.WAITING, needed, seal.statement(plan), now().plus(properties.planHolds()));
        if (plan.scheduled() && idle) {
            end(plan, Plan.State.DONE);
        } else if (rows.confirmations(id) >= needed) {
            begin(plan);
        }
    }

    /** @throws RetentionRefused when it is another plan than the token's, too old, or confirmed by the same person */
    @Transactional
    Confirmed confirm(UUID id, String token, MemberId by) {
        Plan plan = rows.lock(id)
                .filter(Plan::waiting)
                .filter(found -> seal.fits(found, token))
                .orElseThrow(RetentionRefused::otherPlan);
        Instant expires = plan.expiresAt();
        if (expires == null || !now().isBefore(expires)) {
            throw RetentionRefused.expired();
        }
        if (!seal.statement(plan).equals(plan.statement())
                || !plan.lines().stream().allMatch(rules::stand)) {
            throw RetentionRefused.otherPlan();
        }
        if (!rows.confirm(id, by, now())) {
            throw RetentionRefused.samePerson();
        }
        events.publishEvent(RetentionEvent.by(by, "plan-confirmed", told(plan)));
        if (rows.confirmations(id) < plan.needed()) {
            return Confirmed.NEEDS_ANOTHER;
        }
        begin(plan);
        return Confirmed.BEGUN;
    }

    @Transactional
    void drop(UUID id, @Nullable MemberId by) {
        Optional<Plan> plan = rows.lock(id).filter(found -> found.counting() || found.waiting());
        plan.ifPresent(found -> {
            steps.cancel(id);
            end(found, Plan.State.DROPPED);
            if (by != null) {
                events.publishEvent(RetentionEvent.by(by, "plan-dropped", told(found)));
            }
        });
    }

    /** One line is carried out; after the last the plan has ended. */
    @Transactional
    void carriedOut(UUID id) {
        rows.lock(id)
                .filter(plan -> plan.state() == Plan.State.RUNNING)
                .filter(plan -> plan.lines().stream().allMatch(PlanLine::done))
                .ifPresent(plan -> {
                    end(plan, Plan.State.DONE);
                    long gone = plan.lines().stream().mapToLong(PlanLine::gone).sum();
                    events.publishEvent(RetentionEvent.byItself(
                            "plan-carried-out",
                            Map.of(
                                    "plan",
                                    id.toString(),
                                    "items",
                                    Long.toString(plan.items()),
                                    "gone",
                                    Long.toString(gone))));
                });
    }

    @Transactional
    void dropExpired(Instant now) {
        rows.expired(now).forEach(plan -> drop(plan, null));
    }

    @Transactional
    void forgetEnded(Instant now) {
        rows.forgetEndedBefore(now.minus(properties.keep()));
    }

    private void begin(Plan plan) {
        rows.state(plan.id(), Plan.State.RUNNING, null);
        rows.begin(plan.id());
        for (PlanLine line : plan.lines()) {
            rules.confirm(line.service(), line.kind(), line.ruleVersion());
            steps.plan(CarryOutTask.KIND, plan.id(), line.part(), null);
        }
    }

    private void end(Plan plan, Plan.State how) {
        rows.state(plan.id(), how, now());
        items.forget(plan.id());
    }

    private static Map<String, String> told(Plan plan) {
        return Map.of("plan", plan.id().toString(), "items", Long.toString(plan.items()));
    }

    /** As PostgreSQL keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
