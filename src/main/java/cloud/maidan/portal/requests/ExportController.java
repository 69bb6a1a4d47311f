package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.keys.SealBroken;
import cloud.maidan.portal.members.Members;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A member's exports: choose, check, watch, take. */
@Members
@Controller
class ExportController {

    private final ExportDesk desk;
    private final ExportPages pages;
    private final ExportStreams streams;
    private final ServiceChoices choices;
    private final ScheduleDesk schedules;
    private final Passphrases passphrases;
    private final Archives archives;
    private final RequestsProperties properties;
    private final Words words;

    ExportController(
            ExportDesk desk,
            ExportPages pages,
            ExportStreams streams,
            ServiceChoices choices,
            ScheduleDesk schedules,
            Passphrases passphrases,
            Archives archives,
            RequestsProperties properties,
            Words words) {
        this.desk = desk;
        this.pages = pages;
        this.streams = streams;
        this.choices = choices;
        this.schedules = schedules;
        this.passphrases = passphrases;
        this.archives = archives;
        this.properties = properties;
        this.words = words;
    }

    /** What the way to an archive consists of. */
    @ModelAttribute("stages")
    List<String> stages() {
        return Stream.of("choose", "form", "check", "making", "ready")
                .map(stage -> words.say(Text.of("requests.steps." + stage)))
                .toList();
    }

    @GetMapping("/me/exports")
    String list(SignedIn member, Model model) {
        model.addAttribute(
                "exports", desk.list(member.id()).stream().map(pages::page).toList());
        model.addAttribute("schedule", schedules.of(member.id()).orElse(null));
        return "requests/exports";
    }

    /** @param wanted services to begin with; all that are possible when none is named */
    @GetMapping("/me/exports/new")
    String choose(
            SignedIn member,
            @RequestParam(name = "service", required = false) @Nullable List<String> wanted,
            Model model) {
        model.addAttribute("choices", choices.all(member.id(), wanted));
        model.addAttribute("patience", properties.patience().toHours());
        return "requests/choose";
    }

    /** How the export is to be handed over. */
    @GetMapping("/me/exports/form")
    String form(
            SignedIn member,
            @RequestParam(name = "service", required = false) @Nullable List<String> wanted,
            Delivery delivery,
            Model model,
            HttpServletResponse response) {
        List<ServiceChoice> chosen = choices.chosen(member.id(), wanted);
        if (chosen.isEmpty()) {
            return nothingChosen(member, model, response);
        }
        model.addAttribute("chosen", chosen);
        model.addAttribute("delivery", delivery);
        model.addAttribute("sizes", Delivery.SIZES);
        model.addAttribute("shortest", Delivery.SHORTEST);
        model.addAttribute("rhythms", Rhythm.values());
        model.addAttribute("schedule", schedules.of(member.id()).orElse(null));
        return "requests/form";
    }

    /** One way for everybody who wants nothing special, and for those who come back. */
    @GetMapping("/me/exports/check")
    String check(
            SignedIn member,
            @RequestParam(name = "service", required = false) @Nullable List<String> wanted,
            Model model,
            HttpServletResponse response) {
        Delivery usual = new Delivery(null, null, null, null, null);
        return checked(member, choices.chosen(member.id(), wanted), usual, model, response);
    }

    /** By POST, because a passphrase has no place in an address. Changes nothing. */
    @PostMapping("/me/exports/check")
    String check(
            SignedIn member,
            @RequestParam(name = "service", required = false) @Nullable List<String> wanted,
            Delivery delivery,
            Model model,
            HttpServletResponse response) {
        Optional<Text> fault = delivery.fault();
        if (fault.isPresent()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("error", fault.get());
            return form(member, wanted, delivery, model, response);
        }
        return checked(member, choices.chosen(member.id(), wanted), delivery, model, response);
    }

    private String checked(
            SignedIn member, List<ServiceChoice> chosen, Delivery delivery, Model model, HttpServletResponse response) {
        if (chosen.isEmpty()) {
            return nothingChosen(member, model, response);
        }
        UUID token = UUID.randomUUID();
        String passphrase = delivery.protects() ? delivery.passphrase() : null;
        model.addAttribute("chosen", chosen);
        model.addAttribute("delivery", delivery);
        model.addAttribute("sealed", passphrase == null ? "" : passphrases.forPage(passphrase, member.id(), token));
        model.addAttribute("token", token);
        model.addAttribute("patience", properties.patience().toHours());
        model.addAttribute("days", archives.kept().toDays());
        model.addAttribute("bytes", sum(chosen, ServiceChoice::bytes));
        model.addAttribute("sizesKnown", chosen.stream().allMatch(choice -> choice.bytes() != null));
        return "requests/check";
    }

    private String nothingChosen(SignedIn member, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("error", Text.of("requests.choose.none"));
        return choose(member, List.of(""), model);
    }

    /** @param sealed the passphrase as the page before sealed it; empty for none */
    @PostMapping("/me/exports")
    String ask(
            SignedIn member,
            @RequestParam(name = "service", required = false) @Nullable List<String> wanted,
            Delivery delivery,
            @RequestParam(defaultValue = "") String sealed,
            @RequestParam UUID token) {
        List<ServiceChoice> chosen = choices.chosen(member.id(), wanted);
        if (chosen.isEmpty()) {
            return "redirect:/me/exports/check";
        }
        String passphrase;
        try {
            passphrase = sealed.isEmpty() ? null : passphrases.fromPage(sealed, member.id(), token);
        } catch (SealBroken e) {
            return "redirect:/me/exports/new";
        }
        Archives.Packaging packaging = delivery.packaging(passphrase);
        ExportDesk.Asked asked =
                desk.ask(member.id(), chosen.stream().map(ServiceChoice::asked).toList(), token, packaging);
        Rhythm rhythm = delivery.rhythm();
        if (rhythm != null && asked instanceof ExportDesk.Asked.Started) {
            List<String> services =
                    chosen.stream().map(choice -> choice.id().value()).toList();
            schedules.set(member.id(), rhythm, services, packaging);
        }
        String busy = asked instanceof ExportDesk.Asked.Busy ? "?busy" : "";
        return "redirect:" + asked.export().path() + busy;
    }

    @PostMapping("/me/exports/schedule/end")
    String endSchedule(SignedIn member, RedirectAttributes redirect) {
        schedules.end(member.id());
        redirect.addFlashAttribute("flash", Text.of("requests.schedule.ended"));
        return "redirect:/me/exports";
    }

    @PostMapping("/me/exports/{id}/delete")
    String delete(SignedIn member, @PathVariable String id) {
        ExportRequest mine = own(member, id);
        desk.delete(mine);
        return "redirect:" + mine.path();
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
        model.addAttribute("ownDevice", pages.ownDevice(page));
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
