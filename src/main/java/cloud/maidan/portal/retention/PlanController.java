package cloud.maidan.portal.retention;

import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
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

/** Dry runs, and carrying out what they said. */
@May(Permission.SET_RETENTION)
@Controller
class PlanController {

    private static final int SHOWN = 25;

    private final PlanPages pages;
    private final PlanDesk desk;
    private final Rules rules;

    PlanController(PlanPages pages, PlanDesk desk, Rules rules) {
        this.pages = pages;
        this.desk = desk;
        this.rules = rules;
    }

    @May(Permission.SEE_RETENTION)
    @GetMapping("/admin/retention/plans")
    String list(@RequestParam(defaultValue = "") String before, Model model) {
        List<Plan> found = pages.before(before, SHOWN + 1);
        model.addAttribute("plans", found.stream().limit(SHOWN).toList());
        model.addAttribute("more", found.size() > SHOWN ? found.get(SHOWN - 1).id() : null);
        return "retention/plans";
    }

    /** @param service and kind of one rule; empty for all of them */
    @PostMapping("/admin/retention/plans")
    String make(
            SignedIn admin,
            @RequestParam(defaultValue = "") String service,
            @RequestParam(defaultValue = "") String kind) {
        List<Rule> which = rules.all().stream()
                .filter(rule -> service.isEmpty()
                        || rule.service().equals(service) && rule.kind().equals(kind))
                .toList();
        return "redirect:/admin/retention/plans/" + desk.make(which, admin.id());
    }

    @May(Permission.SEE_RETENTION)
    @GetMapping("/admin/retention/plans/{id}")
    String show(SignedIn person, @PathVariable String id, Model model) {
        model.addAttribute("mayChange", person.may(Permission.SET_RETENTION));
        model.addAttribute("page", pages.page(id, person.id()));
        return "retention/plan";
    }

    @FreshSignIn
    @PostMapping("/admin/retention/plans/{id}/carry-out")
    String carryOut(SignedIn admin, @PathVariable String id, @RequestParam String token, RedirectAttributes next) {
        UUID plan = pages.page(id, admin.id()).plan().id();
        next.addFlashAttribute(
                "flash",
                Text.of(
                        switch (desk.confirm(plan, token, admin.id())) {
                            case BEGUN -> "retention.begun";
                            case NEEDS_ANOTHER -> "retention.needs-another";
                        }));
        return "redirect:/admin/retention/plans/" + plan;
    }

    @PostMapping("/admin/retention/plans/{id}/drop")
    String drop(SignedIn admin, @PathVariable String id, RedirectAttributes next) {
        desk.drop(pages.page(id, admin.id()).plan().id(), admin.id());
        next.addFlashAttribute("flash", Text.of("retention.dropped"));
        return "redirect:/admin/retention/plans/" + id;
    }
}
