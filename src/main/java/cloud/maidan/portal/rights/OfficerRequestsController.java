package cloud.maidan.portal.rights;

import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.rights.OfficerDesk.Handled;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.site.Typed;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Where the privacy officer deals with requests. What cannot be taken back stands on a page of its own that asks for a
 * fresh sign-in before anything is typed, so that nothing typed is lost to one.
 */
@May(Permission.ANSWER_REQUESTS)
@Controller
class OfficerRequestsController {

    private static final int SHOWN = 25;
    private static final int TIME_TO_WRITE = 60;

    private final OfficerDesk desk;
    private final RequestPages pages;
    private final RestrictionRows restrictions;
    private final MemberDirectory members;
    private final RightsProperties properties;

    OfficerRequestsController(
            OfficerDesk desk,
            RequestPages pages,
            RestrictionRows restrictions,
            MemberDirectory members,
            RightsProperties properties) {
        this.desk = desk;
        this.pages = pages;
        this.restrictions = restrictions;
        this.members = members;
        this.properties = properties;
    }

    /** What an officer may have typed. */
    record Form(
            @Nullable Integer version,
            @Nullable String words,
            @Nullable String authority,
            @Nullable String remedy) {

        Typed typed() {
            return new Typed(words == null ? "" : words);
        }

        Typed typedAuthority() {
            return new Typed(authority == null ? "" : authority);
        }

        Typed typedRemedy() {
            return new Typed(remedy == null ? "" : remedy);
        }
    }

    @ModelAttribute("most")
    int most() {
        return Typed.MOST;
    }

    /** @param after and restricted: the last request, and the last restriction, on the page before; empty at first */
    @GetMapping("/admin/requests")
    String list(
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "") String restricted,
            Model model) {
        List<DataSubjectRequest> found = desk.open(after.isEmpty() ? null : RequestPages.id(after), SHOWN + 1);
        List<RestrictionRows.Restriction> lasting =
                restrictions.longest(restricted.isEmpty() ? null : RequestPages.id(restricted), SHOWN + 1);
        model.addAttribute("late", desk.late());
        model.addAttribute("restricted", lasting.stream().limit(SHOWN).toList());
        model.addAttribute(
                "moreRestricted",
                lasting.size() > SHOWN ? lasting.get(SHOWN - 1).request().toString() : null);
        return list(found, model, "rights/open");
    }

    @GetMapping("/admin/requests/ended")
    String ended(@RequestParam(defaultValue = "") String after, Model model) {
        return list(desk.ended(after.isEmpty() ? null : RequestPages.id(after), SHOWN + 1), model, "rights/ended");
    }

    private String list(List<DataSubjectRequest> found, Model model, String view) {
        model.addAttribute(
                "requests",
                found.stream().limit(SHOWN).map(each -> pages.line(each, true)).toList());
        model.addAttribute(
                "more", found.size() > SHOWN ? found.get(SHOWN - 1).getId().toString() : null);
        return view;
    }

    @GetMapping("/admin/requests/{id}")
    String show(SignedIn officer, @PathVariable String id, Model model) {
        return page(officer, id, model, "rights/handle");
    }

    @FreshSignIn
    @GetMapping("/admin/requests/{id}/decide")
    String decide(SignedIn officer, @PathVariable String id, Model model) {
        return page(officer, id, model, "rights/decide");
    }

    private String page(SignedIn officer, String id, Model model, String view) {
        DataSubjectRequest request =
                desk.look(RequestPages.id(id), officer.id()).orElseThrow(NotHere::new);
        Member member = request.member().flatMap(members::find).orElse(null);
        model.addAttribute("entry", pages.page(request, true));
        model.addAttribute("member", member);
        model.addAttribute("authority", properties.authority());
        return view;
    }

    @PostMapping("/admin/requests/{id}/note")
    String note(
            SignedIn officer,
            @PathVariable String id,
            Form form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Writing writing = new Writing("rights.fault.no-words", "rights/handle", desk::note, "rights.done.note");
        return written(writing, officer, id, form, model, response, next);
    }

    @PostMapping("/admin/requests/{id}/ask")
    String ask(
            SignedIn officer,
            @PathVariable String id,
            Form form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Writing writing = new Writing("rights.fault.no-words", "rights/handle", desk::ask, "rights.done.ask");
        return written(writing, officer, id, form, model, response, next);
    }

    @PostMapping("/admin/requests/{id}/answered")
    String answered(
            SignedIn officer,
            @PathVariable String id,
            Form form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Writing writing = new Writing("rights.fault.no-words", "rights/handle", desk::answered, "rights.done.answered");
        return written(writing, officer, id, form, model, response, next);
    }

    @PostMapping("/admin/requests/{id}/identified")
    String identified(SignedIn officer, @PathVariable String id, Form form, RedirectAttributes next) {
        desk.identified(handled(officer, id, form));
        return done(id, "rights.done.identified", next);
    }

    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/requests/{id}/extend")
    String extend(
            SignedIn officer,
            @PathVariable String id,
            Form form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Writing writing = new Writing("rights.fault.no-reason", "rights/decide", desk::extend, "rights.done.extend");
        return written(writing, officer, id, form, model, response, next);
    }

    /** GDPR Art. 12(4): reasons, authority and remedy, or it is not sent. */
    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/requests/{id}/refuse")
    String refuse(
            SignedIn officer,
            @PathVariable String id,
            Form form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Typed reasons = form.typed();
        Typed authority = form.typedAuthority();
        Typed remedy = form.typedRemedy();
        for (Typed each : List.of(reasons, authority, remedy)) {
            Text fault = each.fault("rights.fault.refusal-incomplete");
            if (fault != null) {
                return again(officer, id, form, fault, "rights/decide", model, response);
            }
        }
        desk.refuse(handled(officer, id, form), reasons, authority, remedy);
        return done(id, "rights.done.refuse", next);
    }

    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/requests/{id}/fulfil")
    String fulfil(
            SignedIn officer,
            @PathVariable String id,
            Form form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Writing writing = new Writing("rights.fault.no-words", "rights/decide", desk::fulfil, "rights.done.fulfil");
        return written(writing, officer, id, form, model, response, next);
    }

    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/requests/{id}/correct")
    String correct(SignedIn officer, @PathVariable String id, Form form, RedirectAttributes next) {
        desk.correct(handled(officer, id, form));
        return done(id, "rights.done.correct", next);
    }

    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/requests/{id}/restrict")
    String restrict(SignedIn officer, @PathVariable String id, Form form, RedirectAttributes next) {
        desk.restrict(handled(officer, id, form));
        return done(id, "rights.done.restrict", next);
    }

    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/requests/{id}/lift")
    String lift(
            SignedIn officer,
            @PathVariable String id,
            Form form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Writing writing = new Writing("rights.fault.no-reason", "rights/decide", desk::lift, "rights.done.lift");
        return written(writing, officer, id, form, model, response, next);
    }

    /** @param missing what to say when nothing is written @param view where it is said @param done what to say after it */
    private record Writing(String missing, String view, BiConsumer<Handled, Typed> deed, String done) {}

    private String written(
            Writing writing,
            SignedIn officer,
            String id,
            Form form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Text fault = form.typed().fault(writing.missing());
        if (fault != null) {
            return again(officer, id, form, fault, writing.view(), model, response);
        }
        writing.deed().accept(handled(officer, id, form), form.typed());
        return done(id, writing.done(), next);
    }

    /** The page with what was typed, and what is wrong with it. */
    private String again(
            SignedIn officer,
            String id,
            Form form,
            Text fault,
            String view,
            Model model,
            HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("error", fault);
        model.addAttribute("form", form);
        return page(officer, id, model, view);
    }

    private static Handled handled(SignedIn officer, String id, Form form) {
        Integer version = form.version();
        return new Handled(RequestPages.id(id), version == null ? -1 : version, officer.id());
    }

    private static String done(String id, String what, RedirectAttributes next) {
        next.addFlashAttribute("flash", Text.of(what));
        return "redirect:/admin/requests/" + id;
    }
}
