package cloud.maidan.portal.members;

import cloud.maidan.portal.members.AccessEvent.EndedAtProvider;
import cloud.maidan.portal.members.ProviderSessions.Ending;
import cloud.maidan.portal.members.ProviderSessions.Kind;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.Text;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Ends what lets a member in at the identity provider: sessions, consents, second factors. */
@Members
@Controller
class ProviderController {

    private final ObjectProvider<ProviderSessions> provider;
    private final MemberDirectory members;
    private final SignIns signIns;

    ProviderController(ObjectProvider<ProviderSessions> provider, MemberDirectory members, SignIns signIns) {
        this.provider = provider;
        this.members = members;
        this.signIns = signIns;
    }

    @PostMapping("/me/sessions/provider/{id}/end")
    String endSession(SignedIn member, @PathVariable String id, RedirectAttributes next) {
        return end(member, Kind.SESSION, id, next);
    }

    @PostMapping("/me/sessions/consents/{id}/withdraw")
    String withdrawConsent(SignedIn member, @PathVariable String id, RedirectAttributes next) {
        return end(member, Kind.CONSENT, id, next);
    }

    /** Whoever finds an open browser must not be able to weaken the account. */
    @FreshSignIn
    @PostMapping("/me/sessions/factors/{id}/remove")
    String removeFactor(SignedIn member, @PathVariable String id, RedirectAttributes next) {
        return end(member, Kind.FACTOR, id, next);
    }

    private String end(SignedIn member, Kind kind, String id, RedirectAttributes next) {
        Ending ending = provider.stream()
                .filter(ProviderSessions::configured)
                .findFirst()
                .flatMap(asked -> members.find(member.id()).map(person -> asked.end(person, kind, id)))
                .orElseThrow(NotHere::new);
        Text said = switch (ending) {
            case Ending.Ended() -> {
                signIns.note(new EndedAtProvider(member.id(), kind));
                yield Text.of("members.provider.ended." + kind.name().toLowerCase(Locale.ROOT));
            }
            case Ending.NotThere() -> throw new NotHere();
            case Ending.Failed(Text why) -> why;
        };
        next.addFlashAttribute("flash", said);
        return "redirect:/me/sessions";
    }
}
