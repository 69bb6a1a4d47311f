package cloud.maidan.portal.holds;

import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.Typed;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where officers look after holds. */
@May(Permission.PLACE_HOLDS)
@Controller
class HoldsController {

    private static final int SHOWN = 25;
    private static final int TIME_TO_WRITE = 60;

    private final HoldDesk desk;
    private final HoldPages pages;

    HoldsController(HoldDesk desk, HoldPages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    @GetMapping("/admin/holds")
    String list(@RequestParam(defaultValue = "") String after, Model model) {
        List<LegalHold> found = desk.list(after.isEmpty() ? null : HoldPages.id(after), SHOWN + 1);
        model.addAttribute("late", desk.overdue());
        model.addAttribute("holds", found.stream().limit(SHOWN).map(pages::line).toList());
        model.addAttribute(
                "more", found.size() > SHOWN ? found.get(SHOWN - 1).id().toString() : null);
        return "holds/list";
    }

    /** A fresh sign-in before anything is typed, so that nothing typed is lost to one. */
    @FreshSignIn
    @GetMapping("/admin/holds/{id}")
    String show(SignedIn officer, @PathVariable String id, Model model) {
        model.addAttribute("hold", pages.page(desk.look(HoldPages.id(id), officer.id())));
        model.addAttribute("first", pages.today().plusDays(1).toString());
        model.addAttribute("last", pages.latest().toString());
        model.addAttribute("most", Typed.MOST);
        return "holds/show";
    }

    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/holds/{id}/review")
    String review(
            SignedIn officer,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String review,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Optional<Instant> until = pages.review(review);
        if (until.isEmpty()) {
            return again(officer, id, Text.of("holds.fault.review", pages.mostDays()), model, response);
        }
        desk.review(HoldPages.id(id), officer.id(), until.get());
        return done("holds.done.review", next);
    }

    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/holds/{id}/lift")
    String lift(
            SignedIn officer,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String words,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Typed why = new Typed(words);
        Text fault = why.fault("holds.fault.no-reason");
        if (fault != null) {
            return again(officer, id, fault, model, response);
        }
        desk.lift(HoldPages.id(id), officer.id(), why);
        return done("holds.done.lift", next);
    }

    private String again(SignedIn officer, String id, Text fault, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("error", fault);
        return show(officer, id, model);
    }

    private static String done(String what, RedirectAttributes next) {
        next.addFlashAttribute("flash", Text.of(what));
        return "redirect:/admin/holds";
    }
}
