package cloud.maidan.portal.settings;

import cloud.maidan.portal.members.Members;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.settings.ChangeRows.Change;
import cloud.maidan.portal.site.NotHere;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A member's privacy settings in all services, and changes to them. */
@Members
@Controller
class SettingsController {

    private final Settings settings;
    private final ChangeRows rows;
    private final ServiceCatalog services;

    SettingsController(Settings settings, ChangeRows rows, ServiceCatalog services) {
        this.settings = settings;
        this.rows = rows;
        this.services = services;
    }

    @GetMapping("/me/settings")
    String show(SignedIn member, Model model) {
        model.addAttribute("page", SettingsPage.of(settings.of(member.id())));
        model.addAttribute("changes", rows.applied(member.id(), Settings.KEPT));
        return "settings/show";
    }

    @PostMapping("/me/settings/changes")
    String change(SignedIn member, @RequestParam Map<String, String> fields) {
        return preview(settings.wanted(member.id(), fields));
    }

    @PostMapping("/me/settings/most-private")
    String mostPrivate(SignedIn member) {
        return preview(settings.mostPrivate(member.id()));
    }

    /** @param still present when the page shall not refresh itself */
    @GetMapping("/me/settings/changes/{id}")
    String look(
            SignedIn member,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String still,
            Model model) {
        Change change = rows.find(id(id), member.id()).orElseThrow(NotHere::new);
        model.addAttribute("page", new ChangePage(change, rows.items(change.id())));
        model.addAttribute("still", still != null);
        model.addAttribute(
                "products",
                services.profiles().stream()
                        .collect(Collectors.toMap(profile -> profile.id().value(), ServiceProfile::product)));
        return "settings/change";
    }

    @PostMapping("/me/settings/changes/{id}/application")
    String apply(SignedIn member, @PathVariable String id) {
        settings.apply(member.id(), id(id));
        return "redirect:/me/settings/changes/" + id;
    }

    @PostMapping("/me/settings/changes/{id}/undoing")
    String undo(SignedIn member, @PathVariable String id) {
        return preview(settings.back(member.id(), id(id)));
    }

    private static String preview(UUID change) {
        return "redirect:/me/settings/changes/" + change;
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotHere();
        }
    }
}
