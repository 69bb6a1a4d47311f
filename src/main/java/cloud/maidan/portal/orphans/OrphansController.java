package cloud.maidan.portal.orphans;

import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The list of accounts that are left over, for administrators and privacy officers. */
@May(Permission.FIND_ORPHANS)
@Controller
class OrphansController {

    private static final int SHOWN = 50;

    /** One more than are counted one by one, as the sentence says. */
    private static final int COUNTED = 1001;

    private final OrphanRows rows;
    private final OrphanSearch search;
    private final ServiceCatalog services;
    private final ApplicationEventPublisher events;

    OrphansController(OrphanRows rows, OrphanSearch search, ServiceCatalog services, ApplicationEventPublisher events) {
        this.rows = rows;
        this.search = search;
        this.services = services;
        this.events = events;
    }

    /** @param fault why the last try came to nothing; null when it did not */
    record Searched(
            String product,
            Instant triedAt,
            @Nullable Instant searchedAt,
            @Nullable Long accounts,
            @Nullable Text fault) {}

    record Line(String product, String account, String kind, Instant since) {}

    @GetMapping("/admin/orphans")
    String list(
            @RequestParam(defaultValue = "") String service,
            @RequestParam(defaultValue = "") String account,
            Model model) {
        Map<String, String> products = services.profiles().stream()
                .collect(Collectors.toMap(profile -> profile.id().value(), ServiceProfile::product));
        Function<String, String> product = id -> products.getOrDefault(id, id);
        List<Orphan> found = rows.after(service, account, SHOWN + 1);
        List<Orphan> page = found.subList(0, Math.min(SHOWN, found.size()));
        model.addAttribute(
                "orphans",
                page.stream()
                        .map(orphan -> new Line(
                                product.apply(orphan.service()),
                                orphan.account(),
                                orphan.kind().key(),
                                orphan.firstSeenAt()))
                        .toList());
        model.addAttribute("last", found.size() > SHOWN ? page.getLast() : null);
        model.addAttribute("count", rows.count(COUNTED));
        model.addAttribute("possible", search.possible());
        model.addAttribute(
                "running",
                rows.round().filter(round -> round.finishedAt() == null).isPresent());
        model.addAttribute(
                "searches",
                rows.searches().stream()
                        .map(each -> new Searched(
                                product.apply(each.service()),
                                each.triedAt(),
                                each.searchedAt(),
                                each.accounts(),
                                each.fault() == null
                                        ? null
                                        : Fault.valueOf(each.fault()).said()))
                        .toList());
        return "orphans/orphans";
    }

    @PostMapping("/admin/orphans/search")
    String search(SignedIn person, RedirectAttributes next) {
        boolean begun = search.searchSoon();
        if (begun) {
            events.publishEvent(new OrphanSearchAsked(person.id()));
        }
        next.addFlashAttribute("flash", Text.of(begun ? "orphans.begun" : "orphans.not-begun"));
        return "redirect:/admin/orphans";
    }
}
