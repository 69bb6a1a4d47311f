package cloud.maidan.portal.connections;

import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where administrators type a service's address and secrets; what was typed is never shown again. */
@May(Permission.CONNECT_SERVICES)
@Controller
class AccessController {

    private static final int TIME_TO_WRITE = 15;

    private final ServiceCatalog services;
    private final AccessPages pages;
    private final AccessDesk desk;
    private final Rotation rotation;

    AccessController(ServiceCatalog services, AccessPages pages, AccessDesk desk, Rotation rotation) {
        this.services = services;
        this.pages = pages;
        this.desk = desk;
        this.rotation = rotation;
    }

    /** A fresh sign-in before anything is typed, so that nothing typed is lost to one. */
    @FreshSignIn
    @GetMapping("/admin/services/{service}/access")
    String show(@PathVariable String service, Model model) {
        return show(page(service), new AccessForm.Reading.Faulty(List.of(), null), model);
    }

    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/services/{service}/access")
    String keep(
            SignedIn admin,
            @PathVariable String service,
            @RequestParam Map<String, String> sent,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        AccessPage page = page(service);
        int base = version(sent.getOrDefault("base", ""));
        if (base != page.version()) {
            throw ConnectionsRefused.changedMeanwhile();
        }
        return switch (AccessForm.read(page, sent)) {
            case AccessForm.Reading.Good(Typing typing) -> {
                next.addFlashAttribute("flash", rotation.keep(page.profile().id(), base, typing, admin.id()));
                yield "redirect:/admin/services/" + service;
            }
            case AccessForm.Reading.Faulty faulty -> {
                response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
                yield show(page, faulty, model);
            }
        };
    }

    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/services/{service}/access/removal")
    String remove(
            SignedIn admin,
            @PathVariable String service,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String base,
            RedirectAttributes next) {
        AccessPage page = page(service);
        boolean there = name.equals(TypedRows.ADDRESS)
                ? page.typed()
                : page.secrets().stream()
                        .anyMatch(field -> field.entry() != null
                                && field.credential().name().equals(name));
        if (!there) {
            throw new NotHere();
        }
        desk.remove(page.profile().id(), version(base), name, admin.id());
        next.addFlashAttribute("flash", Text.of("connections.access.removed"));
        return "redirect:/admin/services/" + service;
    }

    /** The secrets that were in use before the last change are used again. */
    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/services/{service}/access/before")
    String takeBack(
            SignedIn admin,
            @PathVariable String service,
            @RequestParam(defaultValue = "") String base,
            RedirectAttributes next) {
        AccessPage page = page(service);
        if (!page.replaces()) {
            throw new NotHere();
        }
        next.addFlashAttribute("flash", rotation.takeBack(page.profile().id(), version(base), admin.id()));
        return "redirect:/admin/services/" + service;
    }

    private static String show(AccessPage page, AccessForm.Reading.Faulty faulty, Model model) {
        model.addAttribute("access", page);
        model.addAttribute("faults", faulty.faults());
        model.addAttribute("address", faulty.address() == null ? page.address().address() : faulty.address());
        return "connections/access";
    }

    private AccessPage page(String service) {
        return services.profiles().stream()
                .filter(profile -> profile.id().value().equals(service))
                .findFirst()
                .flatMap(pages::of)
                .orElseThrow(NotHere::new);
    }

    private static int version(String base) {
        return base.matches("\\d{1,9}") ? Integer.parseInt(base) : -1;
    }
}
