package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.members.Anyone;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The square as anybody sees it: which services stand around it, and the gate. */
@Anyone
@Controller
class HomeController {

    private static final int STONES_BESIDE_THE_GATE = 7;

    private final ServiceCatalog services;

    HomeController(ServiceCatalog services) {
        this.services = services;
    }

    record Stone(ServiceProfile profile, boolean connected) {}

    @GetMapping("/")
    String show(Model model) {
        List<Stone> stones = services.profiles().stream()
                .map(profile -> new Stone(profile, services.connected(profile.id())))
                .toList();
        List<Stone> around = stones.stream()
                .filter(stone -> !stone.profile().id().value().equals("portal"))
                .limit(STONES_BESIDE_THE_GATE)
                .toList();
        model.addAttribute("stones", stones);
        model.addAttribute("around", around);
        model.addAttribute("blanks", STONES_BESIDE_THE_GATE - around.size());
        return "dashboard/home";
    }
}
