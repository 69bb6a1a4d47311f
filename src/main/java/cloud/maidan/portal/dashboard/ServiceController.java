package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.members.Members;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
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

    ServiceController(Cards cards, ServiceCatalog services, Doors doors) {
        this.cards = cards;
        this.services = services;
        this.doors = doors;
    }

    @GetMapping("/me/services/{service}")
    String show(SignedIn member, @PathVariable String service, Model model) {
        Card card = cards.lastKnown(member.id(), service);
        model.addAttribute("card", card);
        model.addAttribute("offers", Offer.of(card.profile(), exportable(card)));
        return "dashboard/service";
    }

    @PostMapping("/me/services/{service}/ask")
    String ask(SignedIn member, @PathVariable String service, @RequestParam(defaultValue = "false") boolean overview) {
        ServiceProfile asked = cards.ask(member.id(), service).profile();
        return overview ? "redirect:/me#card-" + asked.id() : "redirect:/me/services/" + asked.id();
    }

    private boolean exportable(Card card) {
        return card.connected()
                && card.held() != null
                && services.export(card.profile().id()).isPresent()
                && doors.exports();
    }
}
