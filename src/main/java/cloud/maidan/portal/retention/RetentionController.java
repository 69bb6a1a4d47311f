package cloud.maidan.portal.retention;

import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Period;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where administrators say how long each kind of data is kept, and auditors read it. */
@May(Permission.SET_RETENTION)
@Controller
class RetentionController {

    private static final int LONGEST_PURPOSE = 500;

    private final Kinds kinds;
    private final Rules rules;
    private final Looks looks;
    private final RulePages pages;
    private final PlanPages plans;

    RetentionController(Kinds kinds, Rules rules, Looks looks, RulePages pages, PlanPages plans) {
        this.kinds = kinds;
        this.rules = rules;
        this.looks = looks;
        this.pages = pages;
        this.plans = plans;
    }

    /** What an administrator typed. */
    record Form(
            @Nullable String period,
            @Nullable String purpose,
            @Nullable Integer version) {}

    @May(Permission.SEE_RETENTION)
    @GetMapping("/admin/retention")
    String list(SignedIn person, Model model) {
        model.addAttribute("mayChange", person.may(Permission.SET_RETENTION));
        model.addAttribute("services", pages.services());
        model.addAttribute("plans", plans.newest());
        return "retention/rules";
    }

    @May(Permission.SEE_RETENTION)
    @GetMapping("/admin/retention/rules/{service}/{kind}")
    String show(SignedIn person, @PathVariable String service, @PathVariable String kind, Model model) {
        model.addAttribute("mayChange", person.may(Permission.SET_RETENTION));
        model.addAttribute("entry", pages.of(bounded(service, kind)));
        return "retention/rule";
    }

    @PostMapping("/admin/retention/rules/{service}/{kind}")
    String set(
            SignedIn admin,
            @PathVariable String service,
            @PathVariable String kind,
            Form form,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        Bounded bounded = bounded(service, kind);
        String purpose = Optional.ofNullable(form.purpose).orElse("").strip();
        Text fault = purpose.isEmpty()
                ? Text.of("retention.purpose.missing")
                : purpose.length() > LONGEST_PURPOSE ? Text.of("retention.purpose.long", LONGEST_PURPOSE) : null;
        return switch (Periods.read(Optional.ofNullable(form.period).orElse(""), bounded.kind())) {
            case Periods.Reading.Wrong(Text why) -> again(admin, bounded, form, why, model, response);
            case Periods.Reading.Good good when fault != null -> again(admin, bounded, form, fault, model, response);
            case Periods.Reading.Good(Period period) -> {
                try {
                    rules.set(bounded, period, purpose, form.version == null ? 0 : form.version, admin.id());
                } catch (RetentionRefused meanwhile) {
                    yield conflict(admin, bounded, form, model, response);
                }
                next.addFlashAttribute("flash", Text.of("retention.rule.saved"));
                yield "redirect:/admin/retention/rules/" + service + "/" + kind;
            }
        };
    }

    private String again(
            SignedIn admin, Bounded bounded, Form form, Text why, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return typed(admin, bounded, form, why, model);
    }

    /** Whoever was slower sees what the rule says now, beside what they typed; saving that again replaces it knowingly. */
    private String conflict(SignedIn admin, Bounded bounded, Form form, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.CONFLICT.value());
        int version = rules.find(bounded.service().value(), bounded.kind().id())
                .map(Rule::version)
                .orElse(0);
        return typed(
                admin,
                bounded,
                new Form(form.period, form.purpose, version),
                Text.of("retention.rule.conflict"),
                model);
    }

    private String typed(SignedIn admin, Bounded bounded, Form form, Text why, Model model) {
        model.addAttribute("error", why);
        model.addAttribute("form", form);
        return show(admin, bounded.service().value(), bounded.kind().id(), model);
    }

    /** Looks now whether services are set as the rules say. */
    @PostMapping("/admin/retention/look")
    String look(RedirectAttributes next) {
        looks.look();
        next.addFlashAttribute("flash", Text.of("retention.looked"));
        return "redirect:/admin/retention";
    }

    private Bounded bounded(String service, String kind) {
        return kinds.find(service, kind).filter(Bounded::ruled).orElseThrow(NotHere::new);
    }
}
