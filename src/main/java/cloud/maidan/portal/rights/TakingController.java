package cloud.maidan.portal.rights;

import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.Typed;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where the privacy officer takes down a request that reached them by letter, by telephone or in person. */
@May(Permission.ANSWER_REQUESTS)
@Controller
class TakingController {

    /** What reached us longer ago than this needs another look before it is entered. */
    private static final int OLDEST_DAYS = 92;

    private final OfficerDesk desk;
    private final MemberDirectory members;
    private final Timekeeping time;
    private final Words words;

    TakingController(OfficerDesk desk, MemberDirectory members, Timekeeping time, Words words) {
        this.words = words;
        this.desk = desk;
        this.members = members;
        this.time = time;
    }

    /** As it stands on the form. @param received ISO day @param proven present when it is certain who asked */
    record Taken(
            @Nullable String username,
            @Nullable String right,
            @Nullable String received,
            @Nullable String proven,
            @Nullable String ground,
            @Nullable String words) {

        Typed typedGround() {
            return new Typed(ground == null ? "" : ground);
        }

        Typed typedWords() {
            return new Typed(words == null ? "" : words);
        }

        Optional<Right> asked() {
            return Arrays.stream(Right.values())
                    .filter(each -> each.name().equals(right))
                    .findFirst();
        }

        Optional<LocalDate> day(LocalDate today) {
            try {
                return Optional.of(LocalDate.parse(received == null ? "" : received))
                        .filter(day -> !day.isAfter(today) && day.isAfter(today.minusDays(OLDEST_DAYS)));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    @GetMapping("/admin/requests/new")
    String form(Model model) {
        return form(new Taken(null, null, time.today().toString(), "yes", null, null), model);
    }

    private String form(Taken taken, Model model) {
        String title = words.say(Text.of("rights.take.title"));
        model.addAttribute(
                "title", model.containsAttribute("error") ? words.say(Text.of("rights.error-title", title)) : title);
        model.addAttribute("taken", taken);
        model.addAttribute("rights", Right.values());
        model.addAttribute("today", time.today().toString());
        model.addAttribute("token", UUID.randomUUID());
        model.addAttribute("most", Typed.MOST);
        return "rights/take";
    }

    @PostMapping("/admin/requests")
    String take(
            SignedIn officer,
            Taken taken,
            @RequestParam(defaultValue = "") String token,
            Model model,
            HttpServletResponse response) {
        String username = taken.username();
        Optional<Member> member = username == null ? Optional.empty() : members.named(username.strip());
        Optional<LocalDate> received = taken.day(time.today());
        Text fault = member.isEmpty()
                ? Text.of("rights.fault.no-member")
                : taken.asked().isEmpty()
                        ? Text.of("rights.fault.no-right")
                        : received.isEmpty()
                                ? Text.of("rights.fault.no-day", OLDEST_DAYS)
                                : taken.typedGround().fault("rights.fault.no-ground");
        if (fault == null) {
            fault = taken.typedWords().tooLong();
        }
        if (fault != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("error", fault);
            return form(taken, model);
        }
        DataSubjectRequest request = desk.take(
                officer.id(),
                member.orElseThrow().id(),
                taken.asked().orElseThrow(),
                received.orElseThrow(),
                taken.proven() != null,
                taken.typedGround(),
                taken.typedWords(),
                RequestPages.id(token));
        return "redirect:/admin/requests/" + request.getId();
    }
}
