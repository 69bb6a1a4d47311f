package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.members.Members;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A member's exports: choose, check, watch, take. */
@Members
@Controller
class ExportController {

    private final ExportDesk desk;
    private final ExportPages pages;
    private final ExportStreams streams;
    private final ServiceCatalog services;
    private final Archives archives;
    private final RequestsProperties properties;
    private final Words words;

    ExportController(
            ExportDesk desk,
            ExportPages pages,
            ExportStreams streams,
            ServiceCatalog services,
            Archives archives,
            RequestsProperties properties,
            Words words) {
        this.desk = desk;
        this.pages = pages;
        this.streams = streams;
        this.services = services;
        this.archives = archives;
        this.properties = properties;
        this.words = words;
    }

    /** What the way to an archive consists of. */
    @ModelAttribute("stages")
    List<String> stages() {
        return Stream.of("choose", "check", "making", "ready")
                .map(stage -> words.say(Text.of("requests.steps." + stage)))
                .toList();
    }

    @GetMapping("/me/exports")
    String list(SignedIn member, Model model) {
        model.addAttribute(
                "exports", desk.list(member.id()).stream().map(pages::page).toList());
        return "requests/exports";
    }

    /** @param wanted services to begin with; all that are possible when none is named */
    @GetMapping("/me/exports/new")
    String choose(
            SignedIn member,
            @RequestParam(name = "service", required = false) @Nullable List<String> wanted,
            Model model) {
        model.addAttribute("choices", choices(member, wanted));
        model.addAttribute("patience", properties.patience().toHours());
        return "requests/choose";
    }

    @GetMapping("/me/exports/check")
    String check(
            SignedIn member,
            @RequestParam(name = "service", required = false) @Nullable List<String> wanted,
            Model model,
            HttpServletResponse response) {
        List<ServiceChoice> chosen = chosen(member, wanted);
        if (chosen.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("error", Text.of("requests.choose.none"));
            return choose(member, List.of(""), model);
        }
        model.addAttribute("chosen", chosen);
        model.addAttribute("token", UUID.randomUUID());
        model.addAttribute("patience", properties.patience().toHours());
        model.addAttribute("days", archives.kept().toDays());
        model.addAttribute("bytes", sum(chosen, ServiceChoice::bytes));
        model.addAttribute("sizesKnown", chosen.stream().allMatch(choice -> choice.bytes() != null));
        return "requests/check";
    }

    @PostMapping("/me/exports")
    String ask(
            SignedIn member,
            @RequestParam(name = "service", required = false) @Nullable List<String> wanted,
            @RequestParam UUID token) {
        List<ServiceChoice> chosen = chosen(member, wanted);
        if (chosen.isEmpty()) {
            return "redirect:/me/exports/check";
        }
        ExportDesk.Asked asked =
                desk.ask(member.id(), chosen.stream().map(ServiceChoice::asked).toList(), token);
        String busy = asked instanceof ExportDesk.Asked.Busy ? "?busy" : "";
        return "redirect:" + asked.export().path() + busy;
    }

    /**
     * @param still present when the page shall not refresh by itself
     * @param busy present for somebody who asked for another export while this one runs
     */
    @GetMapping("/me/exports/{id}")
    String show(
            SignedIn member,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String still,
            @RequestParam(required = false) @Nullable String busy,
            Model model,
            HttpServletResponse response) {
        response.addHeader("Vary", "HX-Request");
        ExportPage page = pages.page(own(member, id));
        model.addAttribute("export", page);
        model.addAttribute("still", still != null);
        model.addAttribute("busy", busy != null);
        return page.running() ? "requests/export" : "requests/finished";
    }

    /** The part of a running export's page that moves; asks for the whole page when it does not run any more. */
    @GetMapping(path = "/me/exports/{id}", headers = "HX-Request=true")
    String panel(SignedIn member, @PathVariable String id, Model model, HttpServletResponse response) {
        response.addHeader("Vary", "HX-Request");
        ExportPage page = pages.page(own(member, id));
        if (!page.running()) {
            response.setHeader("HX-Refresh", "true");
        }
        model.addAttribute("export", page);
        model.addAttribute("still", false);
        model.addAttribute("update", true);
        return "requests/export :: moving";
    }

    @GetMapping("/me/exports/{id}/events")
    ResponseEntity<SseEmitter> events(SignedIn member, @PathVariable String id) {
        return streams.open(own(member, id))
                .map(ResponseEntity::ok)
                .orElseGet(() -> ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .header(
                                "Retry-After",
                                Long.toString(Duration.ofSeconds(5).toSeconds()))
                        .build());
    }

    @PostMapping("/me/exports/{id}/cancel")
    String cancel(SignedIn member, @PathVariable String id) {
        ExportRequest mine = own(member, id);
        desk.cancel(mine);
        return "redirect:" + mine.path();
    }

    @PostMapping("/me/exports/{id}/without/{service}")
    String goOnWithout(SignedIn member, @PathVariable String id, @PathVariable String service) {
        ExportRequest mine = own(member, id);
        ServiceId left = mine.services().stream()
                .map(ExportedService::service)
                .filter(each -> each.value().equals(service))
                .findFirst()
                .orElseThrow(NotHere::new);
        desk.goOnWithout(mine, left);
        return "redirect:" + mine.path();
    }

    private ExportRequest own(SignedIn member, String id) {
        UUID export;
        try {
            export = UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotHere();
        }
        return desk.find(member.id(), export).orElseThrow(NotHere::new);
    }

    private List<ServiceChoice> choices(SignedIn member, @Nullable List<String> wanted) {
        Set<String> ticked = wanted == null ? Set.of() : Set.copyOf(wanted);
        return services.lastKnown(member.id()).stream()
                .map(state -> ServiceChoice.of(
                        state,
                        services,
                        wanted == null || ticked.contains(state.profile().id().value())))
                .toList();
    }

    private List<ServiceChoice> chosen(SignedIn member, @Nullable List<String> wanted) {
        return choices(member, wanted == null ? List.of() : wanted).stream()
                .filter(ServiceChoice::chosen)
                .toList();
    }

    /** What is known of it. */
    private static long sum(List<ServiceChoice> chosen, Function<ServiceChoice, @Nullable Long> number) {
        long sum = 0;
        for (ServiceChoice choice : chosen) {
            Long known = number.apply(choice);
            sum += known == null ? 0 : known;
        }
        return sum;
    }
}
