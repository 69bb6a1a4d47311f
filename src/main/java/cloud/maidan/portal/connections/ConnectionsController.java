package cloud.maidan.portal.connections;

import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Text;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The services as administrators see them: reached or not, what is missing, which settings deserve a thought. */
@Controller
class ConnectionsController {

    private final ServiceCatalog services;
    private final CheckRows rows;
    private final Checks checks;
    private final AccessPages pages;

    ConnectionsController(ServiceCatalog services, CheckRows rows, Checks checks, AccessPages pages) {
        this.services = services;
        this.rows = rows;
        this.checks = checks;
        this.pages = pages;
    }

    /**
     * One service.
     *
     * @param check null when it was never tested
     */
    record Line(
            ServiceProfile profile,
            boolean connected,
            @Nullable Check check) {}

    @May(Permission.SEE_SERVICES)
    @GetMapping("/admin/services")
    String list(Model model) {
        Map<ServiceId, Check> last = rows.all();
        model.addAttribute(
                "services",
                services.profiles().stream()
                        .map(profile -> line(profile, last.get(profile.id())))
                        .toList());
        return "connections/services";
    }

    @May(Permission.SEE_SERVICES)
    @GetMapping("/admin/services/{service}")
    String show(SignedIn person, @PathVariable String service, Model model) {
        ServiceProfile profile = profile(service);
        model.addAttribute("may", person.may(Permission.CONNECT_SERVICES));
        model.addAttribute("line", line(profile, rows.all().get(profile.id())));
        model.addAttribute("access", pages.of(profile).orElse(null));
        return "connections/service";
    }

    @May(Permission.CONNECT_SERVICES)
    @PostMapping("/admin/services/{service}/test")
    String test(SignedIn person, @PathVariable String service, RedirectAttributes next) {
        Optional<Check> found = checks.test(profile(service).id(), person.id());
        next.addFlashAttribute(
                "flash", Text.of(found.isPresent() ? "connections.tested" : "connections.not-connected.flash"));
        return "redirect:/admin/services/" + service;
    }

    private Line line(ServiceProfile profile, @Nullable Check check) {
        return new Line(profile, services.connected(profile.id()), check);
    }

    private ServiceProfile profile(String service) {
        return services.profiles().stream()
                .filter(profile -> profile.id().value().equals(service))
                .findFirst()
                .orElseThrow(NotHere::new);
    }
}
