package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.federation.FederationReach;
import cloud.maidan.portal.members.Anyone;
import cloud.maidan.portal.services.Capability;
import cloud.maidan.portal.services.KeptFor;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What the portal can do for a member at each service, and where it cannot, why: for anybody to read. */
@Anyone
@Controller
class ServicesController {

    private final ServiceCatalog services;
    private final FederationReach federation;
    private final ObjectProvider<KeptFor> periods;

    ServicesController(ServiceCatalog services, FederationReach federation, ObjectProvider<KeptFor> periods) {
        this.services = services;
        this.federation = federation;
        this.periods = periods;
    }

    /** @param gap why the portal cannot do it; null when it can */
    record Ability(Text title, @Nullable Text gap) {}

    /**
     * @param reach whom it talked to when it was last asked; null when it never said
     * @param kept how long each kind is kept for which a rule is in force
     */
    record Row(
            ServiceProfile profile,
            boolean connected,
            @Nullable Text reach,
            List<Ability> abilities,
            List<KeptFor.Kept> kept) {}

    @GetMapping("/about/services")
    String show(Model model) {
        Map<ServiceId, Text> reach = federation.lastKnown();
        model.addAttribute(
                "rows",
                services.profiles().stream()
                        .map(profile -> new Row(
                                profile,
                                services.connected(profile.id()),
                                reach.get(profile.id()),
                                abilities(profile),
                                periods.stream()
                                        .flatMap(each -> each.by(profile.id()).stream())
                                        .toList()))
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
