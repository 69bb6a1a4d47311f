package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.members.Anyone;
import cloud.maidan.portal.services.Capability;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Text;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What the portal can do for a member at each service, and where it cannot, why: for anybody to read. */
@Anyone
@Controller
class ServicesController {

    private final ServiceCatalog services;

    ServicesController(ServiceCatalog services) {
        this.services = services;
    }

    /** @param gap why the portal cannot do it; null when it can */
    record Ability(Text title, @Nullable Text gap) {}

    record Row(ServiceProfile profile, boolean connected, List<Ability> abilities) {}

    @GetMapping("/about/services")
    String show(Model model) {
        model.addAttribute(
                "rows",
                services.profiles().stream()
                        .map(profile -> new Row(profile, services.connected(profile.id()), abilities(profile)))
                        .toList());
        return "dashboard/services";
    }

    private static List<Ability> abilities(ServiceProfile profile) {
        return Arrays.stream(Capability.class.getPermittedSubclasses())
                .map(capability -> new Ability(
                        Text.of("dashboard.capability." + capability.getSimpleName()),
                        profile.gaps().get(capability)))
                .toList();
    }
}
