package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.ErasureDesk.Asked;
import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.Members;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** A member's way to have everything erased: see what would go, confirm, cancel, watch, prove. */
@Members
@Controller
class ErasureController {

    private final ErasureDesk desk;
    private final ErasurePages pages;
    private final ErasureProperties properties;
    private final Words words;
    private final Clock clock;

    ErasureController(ErasureDesk desk, ErasurePages pages, ErasureProperties properties, Words words, Clock clock) {
        this.desk = desk;
        this.pages = pages;
        this.properties = properties;
        this.words = words;
        this.clock = clock;
    }

    /** What the way to a receipt consists of. */
    @ModelAttribute("stages")
    List<String> stages() {
        return Stream.of("outlook", "confirm", "window", "receipt")
                .map(stage -> words.say(Text.of("erasure.steps." + stage)))
                .toList();
    }

    @GetMapping("/me/erasure")
    String list(SignedIn member, Model model) {
        model.addAttribute(
                "erasures", desk.list(member.id()).stream().map(pages::page).toList());
        model.addAttribute("days", properties.window().toDays());
        return "erasure/list";
    }

    /** The dry run: asks every service, changes nothing. */
    @GetMapping("/me/erasure/new")
    String outlook(SignedIn member, Model model) {
        model.addAttribute("erasure", pages.outlooks(member.id()));
        model.addAttribute("busy", desk.running(member.id()).map(pages::page).orElse(null));
        return "erasure/outlook";
    }

    @GetMapping("/me/erasure/confirm")
    String confirm(SignedIn member, Model model) {
        model.addAttribute("token", UUID.randomUUID());
        model.addAttribute("username", member.username());
        model.addAttribute("days", properties.window().toDays());
        model.addAttribute("startsAt", clock.instant().plus(properties.window()));
        model.addAttribute("hours", properties.shortWindow().toHours());
        return "erasure/confirm";
    }

    /** Answers with the page itself, since the receipt's address is said this once and stored nowhere. */
    @FreshSignIn
    @PostMapping("/me/erasure")
    String ask(
            SignedIn member,
            @RequestParam UUID token,
            @RequestParam(defaultValue = "") String typed,
            @RequestParam(defaultValue = "false") boolean soon,
            Model model,
            HttpServletResponse response) {
        if (!typed.strip().equals(member.username())) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("error", true);
            model.addAttribute("typed", typed);
            model.addAttribute("soon", soon);
            return confirm(member, model);
        }
        return switch (desk.ask(member.id(), token, soon)) {
            case Asked.Begun(MemberErasure erasure, Secret secret) -> address(erasure, secret, model, response);
            case Asked.Already(MemberErasure erasure) -> "redirect:" + erasure.path();
            case Asked.Busy(MemberErasure erasure) -> "redirect:" + erasure.path();
        };
    }

    @GetMapping("/me/erasure/{id}")
    String show(SignedIn member, @PathVariable String id, Model model) {
        model.addAttribute("erasure", pages.page(find(member, id)));
        return "erasure/show";
    }

    @PostMapping("/me/erasure/{id}/cancel")
    String cancel(SignedIn member, @PathVariable String id) {
        MemberErasure erasure = find(member, id);
        desk.cancel(erasure);
        return "redirect:" + erasure.path();
    }

    @FreshSignIn
    @PostMapping("/me/erasure/{id}/sooner")
    String shorten(SignedIn member, @PathVariable String id) {
        MemberErasure erasure = find(member, id);
        desk.shorten(erasure);
        return "redirect:" + erasure.path();
    }

    /** For whoever lost the address; the old one leads nowhere from then on. */
    @FreshSignIn
    @PostMapping("/me/erasure/{id}/address")
    String readdress(SignedIn member, @PathVariable String id, Model model, HttpServletResponse response) {
        MemberErasure erasure = find(member, id);
        return address(erasure, desk.readdress(erasure), model, response);
    }

    private String address(MemberErasure erasure, Secret secret, Model model, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        model.addAttribute("erasure", pages.page(erasure));
        model.addAttribute(
                "address",
                ServletUriComponentsBuilder.fromCurrentContextPath()
                        .path(secret.path())
                        .toUriString());
        return "erasure/address";
    }

    private MemberErasure find(SignedIn member, @Nullable String id) {
        try {
            return desk.find(member.id(), UUID.fromString(String.valueOf(id))).orElseThrow(NotHere::new);
        } catch (IllegalArgumentException e) {
            throw new NotHere();
        }
    }
}
