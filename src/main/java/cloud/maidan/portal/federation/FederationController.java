package cloud.maidan.portal.federation;

import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The policy in force, what became of it at each service, and where services differ from it. */
@May(Permission.SET_FEDERATION)
@Controller
class FederationController {

    private static final int SHOWN = 25;
    private static final int SERVERS_SHOWN = 200;
    private static final int LONGEST_REASON = 500;

    /** One more than are counted one by one, as the sentence says. */
    private static final int COUNTED = 1001;

    private final PolicyRows policies;
    private final DriftRows drifts;
    private final Policies desk;
    private final FederationPages pages;

    FederationController(PolicyRows policies, DriftRows drifts, Policies desk, FederationPages pages) {
        this.policies = policies;
        this.drifts = drifts;
        this.desk = desk;
        this.pages = pages;
    }

    @May(Permission.SEE_FEDERATION)
    @GetMapping("/admin/federation")
    String show(SignedIn person, @RequestParam(defaultValue = "0") String after, Model model) {
        list(person, false, number(after), model);
        model.addAttribute("policy", policies.current().orElse(null));
        model.addAttribute("open", drifts.open(COUNTED));
        model.addAttribute("services", pages.services());
        return "federation/show";
    }

    @May(Permission.SEE_FEDERATION)
    @GetMapping("/admin/federation/accepted")
    String accepted(SignedIn person, @RequestParam(defaultValue = "0") String after, Model model) {
        list(person, true, number(after), model);
        return "federation/accepted";
    }

    private void list(SignedIn person, boolean accepted, long after, Model model) {
        List<DriftRows.Row> found = drifts.after(accepted, after, SHOWN + 1);
        List<DriftRows.Row> page = found.subList(0, Math.min(SHOWN, found.size()));
        model.addAttribute("drifts", page.stream().map(pages::drift).toList());
        model.addAttribute(
                "more", found.size() > SHOWN ? Long.toString(page.getLast().id()) : null);
        model.addAttribute("mayChange", person.may(Permission.SET_FEDERATION));
    }

    @May(Permission.SEE_FEDERATION)
    @GetMapping("/admin/federation/servers")
    String servers(@RequestParam(defaultValue = "") String after, Model model) {
        PolicyRows.Row policy = policies.current().orElse(null);
        List<String> found = policy == null ? List.of() : policies.servers(policy.id(), after, SERVERS_SHOWN + 1);
        List<String> page = found.subList(0, Math.min(SERVERS_SHOWN, found.size()));
        model.addAttribute("policy", policy);
        model.addAttribute("servers", page.stream().map(ServerList::readable).toList());
        model.addAttribute("more", found.size() > SERVERS_SHOWN ? page.getLast() : null);
        return "federation/servers";
    }

    @PostMapping("/admin/federation/checks")
    String check(SignedIn person, RedirectAttributes next) {
        desk.checkSoon(person.id());
        next.addFlashAttribute("flash", Text.of("federation.checking"));
        return "redirect:/admin/federation";
    }

    @PostMapping("/admin/federation/services/{service}/enforcements")
    String enforce(SignedIn person, @PathVariable String service, RedirectAttributes next) {
        desk.enforceAgain(service, person.id());
        next.addFlashAttribute("flash", Text.of("federation.enforcing"));
        return "redirect:/admin/federation";
    }

    @PostMapping("/admin/federation/drifts/{id}/acceptance")
    String accept(
            SignedIn person,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String reason,
            RedirectAttributes next) {
        String given = reason.strip();
        if (given.isEmpty() || given.length() > LONGEST_REASON) {
            next.addFlashAttribute("flash", Text.of("federation.accept.no-reason", LONGEST_REASON));
        } else {
            desk.accept(number(id), given, person.id());
            next.addFlashAttribute("flash", Text.of("federation.accepted"));
        }
        return "redirect:/admin/federation";
    }

    private static long number(String id) {
        if (!id.matches("\\d{1,18}")) {
            throw new NotHere();
        }
        return Long.parseLong(id);
    }
}
