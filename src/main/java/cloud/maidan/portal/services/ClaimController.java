package cloud.maidan.portal.services;

import cloud.maidan.portal.members.Members;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Text;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where a member says which account of a service is theirs, if the service does not, and takes it back. */
@Members
@Controller
class ClaimController {

    private static final int LONGEST = 300;

    private final ServiceCatalog services;
    private final Claims claims;

    ClaimController(ServiceCatalog services, Claims claims) {
        this.services = services;
        this.claims = claims;
    }

    @GetMapping("/me/services/{service}/claim")
    String show(SignedIn member, @PathVariable String service, Model model) {
        return page(member, claimable(service), null, model);
    }

    @PostMapping("/me/services/{service}/claim")
    String make(
            SignedIn member,
            @PathVariable String service,
            @RequestParam(defaultValue = "") String account,
            Model model,
            RedirectAttributes next) {
        ServiceId id = claimable(service);
        Optional<String> claimed = account.length() > LONGEST
                ? Optional.empty()
                : services.claimable(id).flatMap(claimable -> claimable.accountIn(account));
        if (claimed.isEmpty()) {
            return page(member, id, account.length() > LONGEST ? "" : account, model);
        }
        claims.make(member.id(), id, claimed.get());
        if (unknown(services.ask(member.id(), id).map(ServiceState::latest).orElse(null))) {
            claims.takeBack(member.id(), id);
            next.addFlashAttribute("flash", Text.of("services.claim.unknown"));
            return "redirect:/me/services/" + id + "/claim";
        }
        next.addFlashAttribute("flash", Text.of("services.claim.made"));
        return "redirect:/me/services/" + id;
    }

    @PostMapping("/me/services/{service}/claim/withdraw")
    String takeBack(SignedIn member, @PathVariable String service, RedirectAttributes next) {
        ServiceId id = claimable(service);
        claims.takeBack(member.id(), id);
        next.addFlashAttribute("flash", Text.of("services.claim.taken-back"));
        return "redirect:/me/services/" + id;
    }

    private static boolean unknown(@Nullable Reply<DataSummary> latest) {
        return latest instanceof Reply.NoAccount || latest instanceof Reply.Ambiguous;
    }

    /** @param refused what was typed and cannot be an account; null when nothing was */
    private String page(SignedIn member, ServiceId service, @Nullable String refused, Model model) {
        String key = service.value() + ".claim";
        model.addAttribute(
                "profile",
                services.profiles().stream()
                        .filter(each -> each.id().equals(service))
                        .findFirst()
                        .orElseThrow(NotHere::new));
        model.addAttribute("why", Text.of(key));
        model.addAttribute("where", Text.of(key + ".where"));
        model.addAttribute("label", Text.of(key + ".label"));
        model.addAttribute("error", refused == null ? null : Text.of(key + ".invalid"));
        model.addAttribute("typed", refused);
        model.addAttribute("claimed", claims.of(member.id(), service).orElse(null));
        return "services/claim";
    }

    private ServiceId claimable(String service) {
        try {
            ServiceId id = new ServiceId(service);
            if (services.claimable(id).isPresent()) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // no such service can be
        }
        throw new NotHere();
    }
}
