package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What an administrator does with plans: all of it is a row. */
@Component
class ServiceDesk {

    private final ServicePlans plans;
    private final StandingRows standings;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ServiceDesk(
            ServicePlans plans,
            StandingRows standings,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.plans = plans;
        this.standings = standings;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    UUID ask(Order order, MemberId by) {
        UUID id = UUID.randomUUID();
        transaction.executeWithoutResult(status -> done(
                plans.ask(id, order, clock.instant()), "provisioning.refused.another", PlanAudit.asked(by, id, order)));
        return id;
    }

    /** @param digest of the steps that were read */
    void confirm(UUID id, String digest, MemberId by) {
        PlanRow plan = plans.of(id).orElseThrow(NotHere::new);
        transaction.executeWithoutResult(status -> {
            boolean confirmed = plan.sound() && plans.confirm(id, digest, clock.instant());
            done(confirmed, "provisioning.refused.moved-on", PlanAudit.confirmed(by, id, plan.order()));
        });
    }

    void drop(UUID id, MemberId by) {
        PlanRow plan = plans.of(id).orElseThrow(NotHere::new);
        transaction.executeWithoutResult(status -> done(
                plans.drop(id, clock.instant()),
                "provisioning.refused.begun",
                PlanAudit.dropped(by, id, plan.order())));
    }

    void askForLog(String container, MemberId by) {
        transaction.executeWithoutResult(status -> {
            standings.askForLog(container, clock.instant());
            events.publishEvent(new LogAsked(by, container));
        });
    }

    private void done(boolean done, String otherwise, Auditable event) {
        if (!done) {
            throw new PlanRefused(otherwise);
        }
        events.publishEvent(event);
    }
}
