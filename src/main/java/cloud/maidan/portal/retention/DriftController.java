package cloud.maidan.portal.retention;

import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.Retention.Found;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Text;
import java.time.Period;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What becomes of a kind that is not kept as its rule says: the rule is carried out again, or follows the service. */
@May(Permission.SET_RETENTION)
@Controller
class DriftController {

    private final Kinds kinds;
    private final Rules rules;
    private final Looks looks;
    private final PlanDesk desk;

    DriftController(Kinds kinds, Rules rules, Looks looks, PlanDesk desk) {
        this.kinds = kinds;
        this.rules = rules;
        this.looks = looks;
        this.desk = desk;
    }

    private record Drift(Rule rule, Look look) {}

    /** Begins by itself once it is counted, unless that deletes so much that a second administrator has to confirm. */
    @FreshSignIn
    @PostMapping("/admin/retention/rules/{service}/{kind}/again")
    String again(
            SignedIn admin,
            @PathVariable String service,
            @PathVariable String kind,
            @RequestParam(defaultValue = "") String found,
            RedirectAttributes next) {
        UUID plan = desk.again(drift(service, kind, found).rule(), admin.id());
        next.addFlashAttribute("flash", Text.of("retention.drift.again.begun"));
        return "redirect:/admin/retention/plans/" + plan;
    }

    /** Lets the service keep the data as long as it was found to. */
    @FreshSignIn
    @PostMapping("/admin/retention/rules/{service}/{kind}/accept")
    String accept(
            SignedIn admin,
            @PathVariable String service,
            @PathVariable String kind,
            @RequestParam(defaultValue = "") String found,
            RedirectAttributes next) {
        Drift drift = drift(service, kind, found);
        Text said = Text.of("retention.accepted");
        if (!drift.look().acceptable()) {
            throw new NotHere();
        }
        if (drift.look().found() instanceof Found.Kept(Period kept)) {
            Bounded bounded = kinds.find(service, kind).orElseThrow(NotHere::new);
            Periods.fault(kept, bounded.kind()).ifPresent(why -> {
                throw RetentionRefused.unfit(why);
            });
            rules.accept(drift.rule(), kept, admin.id());
        } else {
            rules.end(drift.rule(), admin.id());
            said = Text.of("retention.accepted.for-ever");
        }
        rules.find(service, kind).ifPresent(looks::look);
        next.addFlashAttribute("flash", said);
        return "redirect:/admin/retention/rules/" + service + "/" + kind;
    }

    /**
     * @param found as it stood on the page
     * @throws RetentionRefused when the rule, or what the service does, is another one by now
     */
    private Drift drift(String service, String kind, String found) {
        Rule rule = rules.find(service, kind).filter(Rule::inForce).orElseThrow(NotHere::new);
        Look look = looks.find(service, kind).filter(Look::drifted).orElseThrow(NotHere::new);
        if (look.ruleVersion() != rule.version() || !look.written().equals(found)) {
            throw RetentionRefused.changedMeanwhile();
        }
        return new Drift(rule, look);
    }
}
