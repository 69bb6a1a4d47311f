package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Something happened to a plan.
 *
 * @param action such as {@code provisioning.plan-confirmed}
 */
record PlanAudit(Actor actor, String action, UUID plan, Order order) implements Auditable {

    static PlanAudit asked(MemberId by, UUID plan, Order order) {
        return new PlanAudit(new Actor.Person(by), "provisioning.plan-asked", plan, order);
    }

    static PlanAudit confirmed(MemberId by, UUID plan, Order order) {
        return new PlanAudit(new Actor.Person(by), "provisioning.plan-confirmed", plan, order);
    }

    static PlanAudit dropped(MemberId by, UUID plan, Order order) {
        return new PlanAudit(new Actor.Person(by), "provisioning.plan-dropped", plan, order);
    }

    static PlanAudit ended(PlanRow plan, PlanRow.Result outcome) {
        String action = switch (outcome) {
            case DONE -> "provisioning.plan-done";
            case PUT_BACK -> "provisioning.plan-put-back";
            case REFUSED -> "provisioning.plan-refused";
            case FAILED -> "provisioning.plan-failed";
        };
        return new PlanAudit(new Actor.Task("provisioning.operator"), action, plan.id(), plan.order());
    }

    @Override
    public Optional<MemberId> about() {
        return Optional.empty();
    }

    @Override
    public Kind kind() {
        return action.equals("provisioning.plan-refused") ? Kind.SECURITY : Kind.CHANGE;
    }

    @Override
    public Map<String, String> details() {
        return Map.of(
                "plan",
                plan.toString(),
                "service",
                order.service(),
                "deed",
                order.deed().name());
    }
}
