package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.members.Members;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.requests.Exports;
import cloud.maidan.portal.services.ServiceCatalog;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** A member's overview: painted at once from what is stored; each card then asks for itself. */
@Members
@Controller
class DashboardController {

    private final Cards cards;
    private final ServiceCatalog services;
    private final Exports exports;

    DashboardController(Cards cards, ServiceCatalog services, Exports exports) {
        this.cards = cards;
        this.services = services;
        this.exports = exports;
    }

    @GetMapping("/me")
    String show(SignedIn member, Model model) {
        List<Card> known = cards.lastKnown(member.id());
        model.addAttribute("cards", known);
        model.addAttribute("square", Square.of(known));
        exports.running(member.id()).ifPresent(running -> model.addAttribute("running", running));
        return "dashboard/show";
    }

    @GetMapping("/me/services/{service}/card")
    String refresh(SignedIn member, @PathVariable String service, Model model, HttpServletResponse response) {
        Card fresh = cards.ask(member.id(), service);
        model.addAttribute("card", fresh);
        model.addAttribute("square", Square.of(cards.lastKnown(member.id())));
        response.addHeader(HttpHeaders.VARY, "HX-Request");
        return "dashboard/card";
    }

    @PostMapping("/me/ask")
    String askAll(SignedIn member) {
        services.askAll(member.id());
        return "redirect:/me";
    }
}
