package cloud.maidan.portal.rights;

import cloud.maidan.portal.members.Members;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.Rectification.Fact;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.site.Typed;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A member's rights: ask, follow, answer, take back. */
@Members
@Controller
class MyRequestsController {

    /** What is asked for here; access and portability are exports, erasure has pages of its own. */
    private static final List<Right> HERE =
            List.of(Right.RECTIFICATION, Right.RESTRICTION, Right.OBJECTION, Right.COMPLAINT);

    private static final int LONGEST_VALUE = 200;
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}]*");

    private final RequestDesk desk;
    private final RequestPages pages;
    private final RightsProperties properties;
    private final Words words;

    MyRequestsController(RequestDesk desk, RequestPages pages, RightsProperties properties, Words words) {
        this.desk = desk;
        this.pages = pages;
        this.properties = properties;
        this.words = words;
    }

    /** @param fact {@code DISPLAY_NAME}, {@code EMAIL}, or anything else for something else */
    record Asking(
            @Nullable String fact,
            @Nullable String value,
            @Nullable String words) {

        Typed typed() {
            return new Typed(words == null ? "" : words);
        }

        @Nullable
        Fact corrected() {
            return Arrays.stream(Fact.values())
                    .filter(each -> each.name().equals(fact))
                    .findFirst()
                    .orElse(null);
        }

        RequestDesk.Wish wish() {
            return new RequestDesk.Wish(corrected(), value == null ? "" : value.strip());
        }

        Optional<Text> fault(Right right) {
            Text wrong = typed().tooLong();
            if (wrong == null && right == Right.RECTIFICATION) {
                wrong = faultyWish();
            }
            if (wrong == null && right == Right.COMPLAINT) {
                wrong = typed().fault("rights.fault.no-words");
            }
            return Optional.ofNullable(wrong);
        }

        private @Nullable Text faultyWish() {
            String wanted = wish().value();
            Fact which = corrected();
            if (which == null) {
                return typed().fault("rights.fault.no-words");
            }
            if (wanted.isEmpty()) {
                return Text.of("rights.fault.no-value");
            }
            boolean fits = wanted.length() <= LONGEST_VALUE
                    && ONE_LINE.matcher(wanted).matches()
                    && (which != Fact.EMAIL || ADDRESS.matcher(wanted).matches());
            return fits ? null : Text.of("rights.fault.bad-value", LONGEST_VALUE);
        }
    }

    @GetMapping("/me/requests")
    String list(SignedIn member, Model model) {
        model.addAttribute(
                "requests",
                desk.list(member.id()).stream()
                        .map(each -> pages.line(each, false))
                        .toList());
        return "rights/requests";
    }

    /** @param right one of those asked for here; all rights are shown otherwise */
    @GetMapping("/me/requests/new")
    String choose(@RequestParam(defaultValue = "") String right, Model model) {
        return here(right)
                .map(wanted -> form(wanted, new Asking(null, null, null), model))
                .orElse("rights/choose");
    }

    private String form(Right right, Asking asking, Model model) {
        String key = "rights.ask." + right.name().toLowerCase(Locale.ROOT);
        String title = words.say(Text.of(key));
        model.addAttribute(
                "title", model.containsAttribute("error") ? words.say(Text.of("rights.error-title", title)) : title);
        model.addAttribute("right", right);
        model.addAttribute("key", key);
        model.addAttribute("correction", right == Right.RECTIFICATION);
        model.addAttribute("asking", asking);
        model.addAttribute("most", Typed.MOST);
        model.addAttribute("token", UUID.randomUUID());
        return "rights/ask";
    }

    /** @param token from the form, so that sending it twice asks once */
    @PostMapping("/me/requests")
    String ask(
            SignedIn member,
            @RequestParam(defaultValue = "") String right,
            @RequestParam(defaultValue = "") String token,
            Asking asking,
            Model model,
            HttpServletResponse response) {
        Right wanted = here(right).orElseThrow(NotHere::new);
        Optional<Text> fault = asking.fault(wanted);
        if (fault.isPresent()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("error", fault.get());
            return form(wanted, asking, model);
        }
        DataSubjectRequest request = desk.ask(
                member.id(),
                wanted,
                asking.typed(),
                wanted == Right.RECTIFICATION ? asking.wish() : null,
                RequestPages.id(token));
        return "redirect:/me/requests/" + request.getId();
    }

    @GetMapping("/me/requests/{id}")
    String show(SignedIn member, @PathVariable String id, Model model) {
        DataSubjectRequest own = desk.find(member.id(), RequestPages.id(id)).orElseThrow(NotHere::new);
        model.addAttribute("entry", pages.page(own, false));
        model.addAttribute("authority", properties.authority());
        model.addAttribute("most", Typed.MOST);
        return "rights/request";
    }

    @PostMapping("/me/requests/{id}/write")
    String write(
            SignedIn member,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String words,
            Model model,
            HttpServletResponse response) {
        Typed typed = new Typed(words);
        Text fault = typed.fault("rights.fault.no-words");
        if (fault != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("error", fault);
            model.addAttribute("words", words);
            return show(member, id, model);
        }
        desk.write(member.id(), RequestPages.id(id), typed);
        return "redirect:/me/requests/" + id;
    }

    @PostMapping("/me/requests/{id}/withdraw")
    String withdraw(SignedIn member, @PathVariable String id, RedirectAttributes next) {
        desk.withdraw(member.id(), RequestPages.id(id));
        next.addFlashAttribute("flash", Text.of("rights.withdrawn"));
        return "redirect:/me/requests/" + id;
    }

    @PostMapping("/me/requests/{id}/unrestrict")
    String unrestrict(SignedIn member, @PathVariable String id, RedirectAttributes next) {
        desk.unrestrict(member.id(), RequestPages.id(id));
        next.addFlashAttribute("flash", Text.of("rights.unrestricted"));
        return "redirect:/me/requests/" + id;
    }

    private static Optional<Right> here(String name) {
        return HERE.stream().filter(right -> right.name().equals(name)).findFirst();
    }
}
