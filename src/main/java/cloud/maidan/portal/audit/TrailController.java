package cloud.maidan.portal.audit;

import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The whole trail, for those who watch over it. What concerns one member needs a reason that the member reads. */
@May(Permission.READ_THE_TRAIL)
@Controller
class TrailController {

    private final TrailRows rows;
    private final TrailPages pages;
    private final TrailLooks looks;
    private final Excerpts excerpts;
    private final MemberDirectory members;

    TrailController(TrailRows rows, TrailPages pages, TrailLooks looks, Excerpts excerpts, MemberDirectory members) {
        this.rows = rows;
        this.pages = pages;
        this.looks = looks;
        this.excerpts = excerpts;
        this.members = members;
    }

    /** @param word as the address has it @param said as the list shows it */
    record Choice(String word, Text said) {}

    @GetMapping("/admin/audit")
    String list(SignedIn reader, TrailForm form, Model model, HttpServletResponse response) {
        List<String> known = rows.actions();
        model.addAttribute("form", form);
        model.addAttribute("actions", known.stream().map(this::choice).toList());
        model.addAttribute("staff", pages.staff().values());
        model.addAttribute("outcomes", Outcome.values());
        try {
            UUID about = form.member() == null ? null : person(form.member());
            model.addAttribute("about", about);
            model.addAttribute("named", named(about));
            if (about == null || looks.lasts(reader.id(), about)) {
                show(form.search(zone(), about, known), form.start(), model);
            }
        } catch (TrailForm.Unreadable fault) {
            wrong(fault.why(), model, response);
        }
        return "audit/trail";
    }

    /** @param member as in {@link TrailForm}, then the page shows that member's records */
    @PostMapping("/admin/audit/looks")
    String look(
            SignedIn reader,
            @RequestParam(defaultValue = "") String member,
            @RequestParam(defaultValue = "") String reason,
            Model model,
            HttpServletResponse response) {
        String why = reason.strip().replaceAll("\\s+", " ");
        Optional<UUID> about = TrailForm.id(member);
        if (about.isPresent() && TrailLooks.enough(why)) {
            looks.begin(reader.id(), about.get(), why);
            return "redirect:/admin/audit?member=" + about.get();
        }
        wrong(Text.of("audit.trail.fault.reason", TrailLooks.LEAST, TrailLooks.MOST), model, response);
        model.addAttribute("reason", reason);
        return list(reader, new TrailForm(null, null, null, null, null, member, null), model, response);
    }

    /** The same search as a file; about one member only while the reader looks at them. */
    @PostMapping("/admin/audit/excerpt")
    void take(SignedIn reader, TrailForm form, HttpServletResponse response) throws IOException {
        UUID about = TrailForm.id(form.member()).orElse(null);
        if (form.member() != null && (about == null || !looks.lasts(reader.id(), about))) {
            throw new NotHere();
        }
        Excerpts.Found found;
        try {
            found = excerpts.find(form.search(zone(), about, rows.actions()));
        } catch (TrailForm.Unreadable fault) {
            throw new NotHere();
        }
        looks.taken(reader.id(), about, found.ids().size());
        response.setContentType("application/x-ndjson");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store, private");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit-excerpt.ndjson\"");
        excerpts.write(found, form.asked(), response.getOutputStream());
    }

    private void show(TrailSearch search, long below, Model model) {
        TrailRows.Page page = rows.find(search, below);
        model.addAttribute("entries", pages.entries(page.records(), search.about()));
        model.addAttribute("next", page.next());
        model.addAttribute("siftedTo", page.siftedTo());
    }

    private static ZoneId zone() {
        return LocaleContextHolder.getTimeZone().toZoneId();
    }

    private static void wrong(Text why, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        if (!model.containsAttribute("error")) {
            model.addAttribute("error", why);
        }
    }

    /** By their id also when they are no longer a member. */
    private UUID person(String typed) throws TrailForm.Unreadable {
        Optional<UUID> id = TrailForm.id(typed)
                .or(() -> members.named(typed).map(found -> found.id().value()));
        return id.orElseThrow(() -> new TrailForm.Unreadable("audit.trail.fault.member"));
    }

    private @Nullable Member named(@Nullable UUID about) {
        return about == null ? null : members.find(new MemberId(about)).orElse(null);
    }

    private Choice choice(String action) {
        return new Choice(action, pages.called(action));
    }
}
