package cloud.maidan.portal.members;

import cloud.maidan.portal.members.AccessEvent.SessionsEnded;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A member's own sessions: where they are signed in, and how to end that. */
@Members
@Controller
class SessionsController {

    private final MemberSessions sessions;
    private final SignIns signIns;
    private final ProviderLines provider;

    SessionsController(MemberSessions sessions, SignIns signIns, ProviderLines provider) {
        this.sessions = sessions;
        this.signIns = signIns;
        this.provider = provider;
    }

    record Line(UUID id, Text device, boolean here, Instant started, Instant lastUsed) {}

    @GetMapping("/me/sessions")
    String list(SignedIn member, Model model) {
        UUID here = here();
        List<MemberSessions.Line> own = sessions.of(member.id());
        String browser = own.stream()
                .filter(line -> line.id().equals(here))
                .map(MemberSessions.Line::userAgent)
                .findFirst()
                .orElse("");
        provider.of(member.id(), browser).ifPresent(held -> model.addAttribute("provider", held));
        model.addAttribute(
                "sessions",
                own.stream()
                        .map(line -> new Line(
                                line.id(),
                                Device.of(line.userAgent()),
                                line.id().equals(here),
                                line.signedInAt(),
                                line.lastUsedAt()))
                        .toList());
        return "members/sessions";
    }

    @PostMapping("/me/sessions/{id}/end")
    String end(SignedIn member, @PathVariable UUID id, RedirectAttributes next) {
        if (id.equals(here()) || !sessions.end(id, member.id())) {
            throw new NotHere();
        }
        return ended(member, 1, next);
    }

    @PostMapping("/me/sessions/end-others")
    String endOthers(SignedIn member, RedirectAttributes next) {
        return ended(member, sessions.endOthers(here(), member.id()), next);
    }

    private String ended(SignedIn member, int count, RedirectAttributes next) {
        signIns.note(new SessionsEnded(member.id(), count));
        next.addFlashAttribute("flash", Text.of("members.sessions.ended", count));
        return "redirect:/me/sessions";
    }

    private static UUID here() {
        return Objects.requireNonNull(SignedInAuthentication.current())
                .session()
                .id();
    }
}
