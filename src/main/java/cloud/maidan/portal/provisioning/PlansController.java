package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A plan to read, to confirm and to watch. */
@Controller
class PlansController {

    private final ServicePlans plans;
    private final ServiceDesk desk;
    private final Blueprints blueprints;

    PlansController(ServicePlans plans, ServiceDesk desk, Blueprints blueprints) {
        this.plans = plans;
        this.desk = desk;
        this.blueprints = blueprints;
    }

    /**
     * One step with how far it is.
     *
     * @param mark {@code done doing waiting}
     */
    record Line(PlanStep step, String mark) {

        static Line of(PlanStep step, List<ServicePlans.StepRow> begun) {
            return begun.stream()
                    .filter(each -> each.kind() == step.kind() && each.subject().equals(step.subject()))
                    .findFirst()
                    .map(each -> new Line(step, each.ended() ? "done" : "doing"))
                    .orElseGet(() -> new Line(step, "waiting"));
        }
    }

    @May(Permission.SEE_HARDENING)
    @GetMapping("/admin/plans/{id}")
    String show(SignedIn person, @PathVariable String id, Model model) {
        PlanRow plan = plan(id);
        List<ServicePlans.StepRow> begun = plans.steps(plan.id());
        List<PlanStep> steps = plan.steps() == null ? List.of() : plan.steps();
        model.addAttribute("plan", plan);
        model.addAttribute(
                "product",
                blueprints
                        .of(plan.order().service())
                        .map(each -> each.title())
                        .orElse(plan.order().service()));
        model.addAttribute(
                "lines", steps.stream().map(step -> Line.of(step, begun)).toList());
        model.addAttribute("may", person.may(Permission.PROVISION_SERVICES));
        model.addAttribute("altered", plan.ready() && !plan.sound());
        return "provisioning/plan";
    }

    @FreshSignIn
    @May(Permission.PROVISION_SERVICES)
    @PostMapping("/admin/plans/{id}/confirm")
    String confirm(SignedIn admin, @PathVariable String id, @RequestParam String digest, RedirectAttributes next) {
        UUID plan = plan(id).id();
        desk.confirm(plan, digest, admin.id());
        next.addFlashAttribute("flash", Text.of("provisioning.plan.confirmed.flash"));
        return "redirect:/admin/plans/" + plan;
    }

    @May(Permission.PROVISION_SERVICES)
    @PostMapping("/admin/plans/{id}/drop")
    String drop(SignedIn admin, @PathVariable String id) {
        PlanRow plan = plan(id);
        desk.drop(plan.id(), admin.id());
        return "redirect:/admin/containers/" + plan.order().service();
    }

    private PlanRow plan(String id) {
        try {
            return plans.of(UUID.fromString(id)).orElseThrow(NotHere::new);
        } catch (IllegalArgumentException notAnId) {
            throw new NotHere();
        }
    }
}
