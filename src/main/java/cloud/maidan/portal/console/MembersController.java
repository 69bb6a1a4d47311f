package cloud.maidan.portal.console;

import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceState;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Restrictions;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Members for administrators and privacy officers. The list says who is there; anything more needs a reason. */
@May(Permission.LOOK_AT_MEMBERS)
@Controller
class MembersController {

    private static final int SHOWN = 50;

    private final MemberDirectory members;
    private final ServiceCatalog services;
    private final Restrictions restrictions;
    private final MemberLooks looks;

    MembersController(MemberDirectory members, ServiceCatalog services, Restrictions restrictions, MemberLooks looks) {
        this.members = members;
        this.services = services;
        this.restrictions = restrictions;
        this.looks = looks;
    }

    /**
     * What is known of a member at one service: how much, never what.
     *
     * @param held null when nothing is known
     * @param asOf null with it
     */
    record Line(
            String product,
            String icon,
            @Nullable String account,
            @Nullable DataSummary held,
            @Nullable Instant asOf) {

        static Line of(ServiceState state) {
            return new Line(
                    state.profile().product(),
                    state.profile().icon(),
                    state.account(),
                    state.lastKnown() == null ? null : state.lastKnown().value(),
                    state.lastKnown() == null ? null : state.lastKnown().asOf());
        }
    }

    /** @param name how the user names begin; all when empty @param after the last member of the page before; from the first when empty */
    @GetMapping("/admin/members")
    String list(
            @RequestParam(defaultValue = "") String name, @RequestParam(defaultValue = "") String after, Model model) {
        List<Member> found = members.listed(name.strip(), after.isEmpty() ? null : find(after), SHOWN + 1);
        List<Member> page = found.subList(0, Math.min(SHOWN, found.size()));
        model.addAttribute("members", page);
        model.addAttribute("name", name);
        model.addAttribute("last", found.size() > SHOWN ? page.getLast().id().value() : null);
        return "console/members";
    }

    @GetMapping("/admin/members/{id}")
    String show(SignedIn person, @PathVariable String id, Model model) {
        Member member = find(id);
        boolean looking = looks.lasts(person.id(), member.id());
        model.addAttribute("member", member);
        model.addAttribute("restricted", restrictions.restricted(member.id()));
        model.addAttribute("looking", looking);
        model.addAttribute(
                "services",
                looking ? services.lastKnown(member.id()).stream().map(Line::of).toList() : List.of());
        model.addAttribute("most", Reason.MOST);
        return "console/member";
    }

    @PostMapping("/admin/members/{id}/look")
    String look(
            SignedIn person,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        Optional<Reason> said = Reason.of(reason);
        if (said.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("error", Text.of("console.reason.fault", Reason.LEAST, Reason.MOST));
            model.addAttribute("reason", reason);
            return show(person, id, model);
        }
        looks.begin(person.id(), find(id).id(), said.get());
        return "redirect:/admin/members/" + id;
    }

    private Member find(String id) {
        try {
            return members.find(new MemberId(UUID.fromString(id))).orElseThrow(NotHere::new);
        } catch (IllegalArgumentException e) {
            throw new NotHere();
        }
    }
}
