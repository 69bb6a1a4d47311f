package cloud.maidan.portal.federation;

import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** From another policy that is written down, over what it would mean, to the one in force. */
@May(Permission.SET_FEDERATION)
@Controller
class DraftController {

    private static final int SERVERS_SHOWN = 20;

    private final PolicyRows rows;
    private final Policies policies;
    private final FederationPages pages;
    private final FederationProperties properties;

    DraftController(PolicyRows rows, Policies policies, FederationPages pages, FederationProperties properties) {
        this.rows = rows;
        this.policies = policies;
        this.pages = pages;
        this.properties = properties;
    }

    /** @param base the version that the form was made from */
    record Form(int base, Stance stance, String servers, List<Text> faults) {}

    @ModelAttribute("stances")
    List<Stance> stances() {
        return List.of(Stance.values());
    }

    /** @param from a draft that somebody else's decision overtook; empty to begin with the policy in force */
    @GetMapping("/admin/federation/new")
    String write(@RequestParam(defaultValue = "") String from, Model model) {
        FederationPolicy now = from.isEmpty()
                ? policies.inForce().orElse(new FederationPolicy(Stance.OPEN, List.of()))
                : rows.policy(draft(from));
        String servers = now.servers().stream().map(ServerList::readable).collect(Collectors.joining("\n"));
        model.addAttribute("form", new Form(policies.version(), now.stance(), servers, List.of()));
        return "federation/write";
    }

    @PostMapping("/admin/federation/drafts")
    String draft(
            @RequestParam(defaultValue = "") String base,
            @RequestParam(defaultValue = "") String stance,
            @RequestParam(defaultValue = "") String servers,
            Model model,
            HttpServletResponse response) {
        int from = base.matches("\\d{1,9}") ? Integer.parseInt(base) : -1;
        Stance chosen = Arrays.stream(Stance.values())
                .filter(each -> each.name().equals(stance))
                .findFirst()
                .orElseThrow(NotHere::new);
        ServerList read = ServerList.read(servers, properties.mostServers());
        List<Text> faults = faults(chosen, read);
        if (!faults.isEmpty()) {
            response.setStatus(422);
            model.addAttribute("form", new Form(from, chosen, servers, faults));
            return "federation/write";
        }
        return "redirect:/admin/federation/drafts/"
                + policies.draft(from, new FederationPolicy(chosen, read.servers()));
    }

    private static List<Text> faults(Stance stance, ServerList read) {
        if (stance == Stance.CLOSED
                && !(read.servers().isEmpty() && read.faults().isEmpty())) {
            return List.of(Text.of("federation.fault.closed"));
        }
        if (stance == Stance.ALLOW_LIST
                && read.servers().isEmpty()
                && read.faults().isEmpty()) {
            return List.of(Text.of("federation.fault.nobody"));
        }
        return read.faults().stream().map(ServerList.Fault::what).toList();
    }

    @GetMapping("/admin/federation/drafts/{id}")
    String show(@PathVariable String id, Model model) {
        PolicyRows.Row draft = draft(id);
        List<String> first = rows.servers(draft.id(), "", SERVERS_SHOWN);
        model.addAttribute("draft", draft);
        model.addAttribute("stale", draft.base() != policies.version());
        model.addAttribute("first", first.stream().map(ServerList::readable).toList());
        model.addAttribute("others", draft.servers() - first.size());
        model.addAttribute("meanings", pages.meanings(rows.policy(draft)));
        return "federation/draft";
    }

    @PostMapping("/admin/federation/drafts/{id}/decision")
    String decide(
            SignedIn person,
            @PathVariable String id,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        try {
            policies.decide(draft(id).id(), person.id());
        } catch (PolicyRefused meanwhile) {
            response.setStatus(meanwhile.status().value());
            return show(id, model);
        }
        next.addFlashAttribute("flash", Text.of("federation.decided"));
        return "redirect:/admin/federation";
    }

    private PolicyRows.Row draft(String id) {
        UUID draft;
        try {
            draft = UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotHere();
        }
        return rows.find(draft).filter(row -> row.version() == null).orElseThrow(NotHere::new);
    }
}
