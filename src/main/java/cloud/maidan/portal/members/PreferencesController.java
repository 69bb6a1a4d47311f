package cloud.maidan.portal.members;

import cloud.maidan.portal.members.AccessEvent.PreferencesChanged;
import cloud.maidan.portal.subject.Text;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How a member likes their pages and letters: language, colours, time zone. */
@Members
@Controller
class PreferencesController {

    /** Regions people know by a city, and UTC. */
    static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream()
            .filter(zone -> zone.equals("UTC")
                    || zone.matches(
                            "(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+"))
            .sorted()
            .toList();

    private final MemberRows members;
    private final SignIns signIns;

    PreferencesController(MemberRows members, SignIns signIns) {
        this.members = members;
        this.signIns = signIns;
    }

    record Preferences(
            @Pattern(regexp = "en|de") String language,
            @Pattern(regexp = "system|light|dark") String theme,
            String zone) {}

    record Language(String tag, String name) {}

    @GetMapping("/me/preferences")
    String show(Model model) {
        MemberRow member = Objects.requireNonNull(SignedInAuthentication.current())
                .session()
                .member();
        model.addAttribute(
                "preferences",
                new Preferences(
                        member.locale().toLanguageTag(),
                        member.theme(),
                        member.zone().getId()));
        return page(model);
    }

    @PostMapping("/me/preferences")
    String save(
            SignedIn member,
            @Valid @ModelAttribute("preferences") Preferences wish,
            BindingResult faults,
            Model model,
            RedirectAttributes next) {
        if (!ZONES.contains(wish.zone()) && !faults.hasFieldErrors("zone")) {
            faults.rejectValue("zone", "members.preferences.zone.unknown");
        }
        if (faults.hasErrors()) {
            return page(model);
        }
        members.prefer(member.id(), Locale.forLanguageTag(wish.language()), wish.theme(), ZoneId.of(wish.zone()));
        signIns.note(new PreferencesChanged(member.id()));
        next.addFlashAttribute("flash", Text.of("members.preferences.saved"));
        return "redirect:/me/preferences";
    }

    private static String page(Model model) {
        model.addAttribute(
                "languages",
                Languages.OFFERED.stream()
                        .map(language -> new Language(language.toLanguageTag(), language.getDisplayLanguage(language)))
                        .toList());
        model.addAttribute("themes", List.of("system", "light", "dark"));
        model.addAttribute("zones", ZONES);
        return "members/preferences";
    }
}
