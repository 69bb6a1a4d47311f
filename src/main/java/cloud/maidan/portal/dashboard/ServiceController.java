package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.members.Members;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.ClientExport;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.KeptFor;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One service in full: every kind of data, what stays hidden, how far it reaches, what can be done. */
@Members
@Controller
class ServiceController {

    private final Cards cards;
    private final ServiceCatalog services;
    private final Doors doors;
    private final ObjectProvider<KeptFor> periods;

    ServiceController(Cards cards, ServiceCatalog services, Doors doors, ObjectProvider<KeptFor> periods) {
        this.cards = cards;
        this.services = services;
        this.doors = doors;
        this.periods = periods;
    }

    @GetMapping("/me/services/{service}")
    String show(SignedIn member, @PathVariable String service, Model model) {
        Card card = cards.lastKnown(member.id(), service);
        model.addAttribute("card", card);
        List<ClientExport> ways = services.clientExports(card.profile().id());
        model.addAttribute("ways", ways);
        model.addAttribute(
                "kept",
                periods.stream()
                        .flatMap(each -> each.by(card.profile().id()).stream())
                        .toList());
        model.addAttribute("claim", claim(card));
        model.addAttribute("offers", Offer.of(card.profile(), exportable(card), !ways.isEmpty()));
        return "dashboard/service";
    }

    @PostMapping("/me/services/{service}/ask")
    String ask(SignedIn member, @PathVariable String service, @RequestParam(defaultValue = "false") boolean overview) {
        ServiceProfile asked = cards.ask(member.id(), service).profile();
        return overview ? "redirect:/me#card-" + asked.id() : "redirect:/me/services/" + asked.id();
    }

    /** What to call the way to say which account is the member's; null when the service says it. */
    private @Nullable Text claim(Card card) {
        if (services.claimable(card.profile().id()).isEmpty()
                || card.proof() != null && card.proof() != Evidence.CLAIMED) {
            return null;
        }
        return Text.of(card.proof() == null ? "dashboard.claim" : "dashboard.claim.change");
    }

    private boolean exportable(Card card) {
        return card.connected()
                && card.held() != null
                && card.proof() != Evidence.CLAIMED
                && services.export(card.profile().id()).isPresent()
                && doors.exports();
    }
}
