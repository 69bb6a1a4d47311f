package cloud.maidan.portal.work;

import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Durable steps, for administrators, privacy officers and, to look at only, auditors: what runs, what waits and why, what needs a person. */
@May(Permission.RUN_JOBS)
@Controller
class JobsController {

    private static final int SHOWN = 50;

    /** One more than are counted one by one, as the sentence says. */
    private static final int COUNTED = 1001;

    private final JobRows rows;
    private final JobDesk desk;

    JobsController(JobRows rows, JobDesk desk) {
        this.rows = rows;
        this.desk = desk;
    }

    /** @param before number of the last one on the page before; everything when 0 */
    @May(Permission.SEE_JOBS)
    @GetMapping("/admin/jobs")
    String list(
            @RequestParam(defaultValue = "open") String show,
            @RequestParam(defaultValue = "0") long before,
            Model model) {
        JobRows.Which which = which(show);
        List<Job> found = rows.list(which, before <= 0 ? Long.MAX_VALUE : before, SHOWN + 1);
        List<Job> page = found.subList(0, Math.min(SHOWN, found.size()));
        model.addAttribute("jobs", page);
        model.addAttribute("show", which.name().toLowerCase(Locale.ROOT));
        model.addAttribute("attention", rows.count(JobRows.Which.ATTENTION, COUNTED));
        model.addAttribute("last", found.size() > SHOWN ? page.getLast().number() : null);
        return "work/jobs";
    }

    @May(Permission.SEE_JOBS)
    @GetMapping("/admin/jobs/{id}")
    String show(SignedIn person, @PathVariable String id, Model model) {
        model.addAttribute("mayRun", person.may(Permission.RUN_JOBS));
        model.addAttribute("job", find(id));
        return "work/job";
    }

    @PostMapping("/admin/jobs/{id}/again")
    String again(SignedIn person, @PathVariable String id, RedirectAttributes next) {
        boolean due = desk.again(person.id(), find(id));
        next.addFlashAttribute("flash", Text.of(due ? "work.jobs.tried" : "work.jobs.not-waiting"));
        return "redirect:/admin/jobs/" + id;
    }

    @FreshSignIn
    @PostMapping("/admin/jobs/{id}/give-up")
    String giveUp(SignedIn person, @PathVariable String id, RedirectAttributes next) {
        boolean given = desk.giveUp(person.id(), find(id));
        next.addFlashAttribute("flash", Text.of(given ? "work.jobs.given-up" : "work.jobs.not-waiting"));
        return "redirect:/admin/jobs/" + id;
    }

    private Job find(String id) {
        try {
            return rows.find(UUID.fromString(id)).orElseThrow(NotHere::new);
        } catch (IllegalArgumentException e) {
            throw new NotHere();
        }
    }

    private static JobRows.Which which(String show) {
        try {
            return JobRows.Which.valueOf(show.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return JobRows.Which.OPEN;
        }
    }
}
