package cloud.maidan.portal.services;

import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Restrictions;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where the privacy officer says whether an account with a member's e-mail address is that member's. */
@May(Permission.CONFIRM_ACCOUNTS)
@Controller
class ProposalsController {

    private static final int SHOWN = 25;

    private final Proposals proposals;
    private final ServiceCatalog services;
    private final MemberDirectory members;
    private final ObjectProvider<Restrictions> restrictions;

    ProposalsController(
            Proposals proposals,
            ServiceCatalog services,
            MemberDirectory members,
            ObjectProvider<Restrictions> restrictions) {
        this.restrictions = restrictions;
        this.proposals = proposals;
        this.services = services;
        this.members = members;
    }

    /** @param product what the service is called by those who make it */
    record Line(
            UUID id,
            String product,
            String icon,
            String account,
            String displayName,
            String username,
            @Nullable String email,
            boolean bornFromSignIn,
            Instant since) {}

    @Bean
    static NavigationLink proposalsLink() {
        return new NavigationLink(
                Group.ADMINISTRATION, "/admin/links", "services.links", "badge-check", 20, List.of("OFFICER"));
    }

    @GetMapping("/admin/links")
    String list(@RequestParam(required = false) @Nullable UUID after, Model model) {
        List<Proposals.Open> open =
                proposals.open(after == null ? null : proposals.open(after).orElse(null), SHOWN + 1);
        List<Proposals.Open> page = open.stream().limit(SHOWN).toList();
        model.addAttribute(
                "lines",
                page.stream()
                        .filter(each -> !restricted(each))
                        .flatMap(each -> line(each).stream())
                        .toList());
        model.addAttribute("restricted", page.stream().filter(this::restricted).count());
        model.addAttribute(
                "more", open.size() > SHOWN ? open.get(SHOWN - 1).id().toString() : null);
        return "services/links";
    }

    @FreshSignIn
    @PostMapping("/admin/links/{id}/confirm")
    String confirm(SignedIn officer, @PathVariable UUID id, RedirectAttributes next) {
        return decide(officer, id, true, next);
    }

    @FreshSignIn
    @PostMapping("/admin/links/{id}/refuse")
    String refuse(SignedIn officer, @PathVariable UUID id, RedirectAttributes next) {
        return decide(officer, id, false, next);
    }

    private String decide(SignedIn officer, UUID id, boolean theirs, RedirectAttributes next) {
        if (proposals.open(id).filter(this::restricted).isPresent()) {
            throw new DataRestricted();
        }
        if (!proposals.decide(id, theirs, officer.id())) {
            throw new NotHere();
        }
        next.addFlashAttribute("flash", Text.of(theirs ? "services.links.confirmed" : "services.links.refused"));
        return "redirect:/admin/links";
    }

    private boolean restricted(Proposals.Open open) {
        return restrictions.stream().anyMatch(each -> each.restricted(open.member()));
    }

    private java.util.Optional<Line> line(Proposals.Open open) {
        ServiceProfile profile = services.profiles().stream()
                .filter(each -> each.id().equals(open.service()))
                .findFirst()
                .orElseGet(() ->
                        ServiceProfile.of(open.service().value(), open.service().value(), "link", 0));
        return members.find(open.member()).map(member -> line(open, profile, member));
    }

    private static Line line(Proposals.Open open, ServiceProfile profile, Member member) {
        return new Line(
                open.id(),
                profile.product(),
                profile.icon(),
                open.account(),
                member.displayName(),
                member.username(),
                member.emailAddress(),
                open.bornFromSignIn(),
                open.proposedAt());
    }
}
