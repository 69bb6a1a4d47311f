package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.provisioning.StandingRows.Standing;
import cloud.maidan.portal.site.NotHere;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The services there are blueprints of, and what an administrator wants done with them. */
@Controller
class ContainersController {

    private static final int SHOWN = 10;

    private final Blueprints blueprints;
    private final StandingRows standings;
    private final ServicePlans plans;
    private final ServiceRequests requests;
    private final ServiceDesk desk;

    ContainersController(
            Blueprints blueprints,
            StandingRows standings,
            ServicePlans plans,
            ServiceRequests requests,
            ServiceDesk desk) {
        this.requests = requests;
        this.blueprints = blueprints;
        this.standings = standings;
        this.plans = plans;
        this.desk = desk;
    }

    @May(Permission.SEE_HARDENING)
    @GetMapping("/admin/containers")
    String list(Model model) {
        List<Standing> all = standings.all();
        model.addAttribute(
                "services",
                blueprints.all().stream().map(each -> planned(each, all)).toList());
        return "provisioning/containers";
    }

    @May(Permission.SEE_HARDENING)
    @GetMapping("/admin/containers/{service}")
    String show(SignedIn person, @PathVariable String service, Model model) {
        return show(person, blueprint(service), List.of(), plans.settings(service), model);
    }

    /** The parameters that were typed, by their names; anything else that was sent means nothing. */
    @May(Permission.PROVISION_SERVICES)
    @PostMapping("/admin/containers/{service}/plans")
    String plan(
            SignedIn admin,
            @PathVariable String service,
            @RequestParam String deed,
            @RequestParam Map<String, String> sent,
            Model model) {
        Blueprint blueprint = blueprint(service);
        Order.Deed wanted = java.util.Arrays.stream(Order.Deed.values())
                .filter(each -> each.name().equals(deed))
                .findFirst()
                .orElseThrow(NotHere::new);
        Map<String, String> settings = new TreeMap<>();
        if (wanted == Order.Deed.UP) {
            blueprint.parameters().keySet().stream()
                    .filter(name -> !sent.getOrDefault("set-" + name, "").isBlank())
                    .forEach(name -> settings.put(
                            name, sent.getOrDefault("set-" + name, "").strip()));
            List<String> faulty = blueprint.faulty(settings);
            if (!faulty.isEmpty()) {
                return show(admin, blueprint, faulty, settings, model);
            }
        }
        return "redirect:/admin/plans/" + desk.ask(new Order(service, wanted, blueprint.hash(), settings), admin.id());
    }

    /** What containers write may be about people. */
    @FreshSignIn
    @May(Permission.PROVISION_SERVICES)
    @PostMapping("/admin/containers/{service}/log")
    String log(SignedIn admin, @PathVariable String service, @RequestParam String container) {
        Standing of = standings.all().stream()
                .filter(each -> each.service().equals(service) && each.name().equals(container))
                .findFirst()
                .orElseThrow(NotHere::new);
        desk.askForLog(of.name(), admin.id());
        return "redirect:/admin/containers/" + blueprint(service).service();
    }

    private String show(
            SignedIn person, Blueprint blueprint, List<String> faulty, Map<String, String> typed, Model model) {
        PlannedService planned = planned(blueprint, standings.all());
        model.addAttribute("may", person.may(Permission.PROVISION_SERVICES));
        model.addAttribute("service", planned);
        model.addAttribute("faulty", faulty);
        model.addAttribute("typed", blueprint.filled(typed));
        model.addAttribute("plans", plans.latest(blueprint.service(), SHOWN));
        model.addAttribute("requests", requests.latest(blueprint.service(), SHOWN));
        model.addAttribute(
                "charts",
                planned.containers().stream()
                        .map(each -> UsageChart.of(each, standings.usage(each.name())))
                        .toList());
        model.addAttribute(
                "logs",
                person.may(Permission.PROVISION_SERVICES)
                        ? planned.containers().stream()
                                .flatMap(each -> standings.log(each.name()).stream())
                                .toList()
                        : List.of());
        return "provisioning/service";
    }

    private PlannedService planned(Blueprint blueprint, List<Standing> all) {
        return new PlannedService(
                blueprint,
                all.stream()
                        .filter(each -> each.service().equals(blueprint.service()))
                        .toList(),
                plans.open(blueprint.service()).orElse(null));
    }

    private Blueprint blueprint(String service) {
        return blueprints.of(service).orElseThrow(NotHere::new);
    }
}
