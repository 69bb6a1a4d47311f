package cloud.maidan.portal.retention;

import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Carries out by itself what people let go to work: a plan a day over what the portal deletes. */
@Component
class Enforcement {

    private final Rules rules;
    private final Kinds kinds;
    private final PlanDesk desk;
    private final PlanRows plans;

    Enforcement(Rules rules, Kinds kinds, PlanDesk desk, PlanRows plans) {
        this.rules = rules;
        this.kinds = kinds;
        this.desk = desk;
        this.plans = plans;
    }

    /** Nothing while an earlier plan still moves or waits: what is due then is in the next one. */
    @Transactional
    void carryOut() {
        List<Rule> due = rules.all().stream()
                .filter(Rule::inForce)
                .filter(rule -> kinds.find(rule.service(), rule.kind())
                        .filter(Bounded::swept)
                        .isPresent())
                .toList();
        if (!due.isEmpty() && plans.unended().stream().noneMatch(Plan::scheduled)) {
            desk.make(due, null);
        }
    }

    void tidy(Instant now) {
        desk.dropExpired(now);
        desk.forgetEnded(now);
    }
}
