package cloud.maidan.portal.members;

import cloud.maidan.portal.members.AccessEvent.MemberSignedOut;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** The way in and the way out; both lead over the provider. */
@Anyone
@Controller
class LoginController {

    private static final Logger LOG = LoggerFactory.getLogger(LoginController.class);
    private static final int LONGEST_MINUTES = 60;

    private final Provider provider;
    private final MemberSessions sessions;
    private final SignIns signIns;

    LoginController(Provider provider, MemberSessions sessions, SignIns signIns) {
        this.provider = provider;
        this.sessions = sessions;
        this.signIns = signIns;
    }

    /** Starts by GET, so that the browser's rules for forms do not hinder the way to the provider. */
    @GetMapping("/login")
    String signIn(
            @RequestParam(name = "return", defaultValue = ReturnPath.OVERVIEW) String back,
            @RequestParam(defaultValue = "0") int fresh,
            @Nullable SignedIn member,
            HttpServletRequest request) {
        if (member != null && fresh == 0) {
            return "redirect:" + ReturnPath.safe(back);
        }
        if (!provider.configured()) {
            throw SignInRefusal.notSetUp();
        }
        try {
            provider.registration();
        } catch (ProviderUnavailable e) {
            LOG.warn("Nobody can sign in: {}", e.getMessage());
            throw SignInRefusal.providerDown();
        }
        HttpSession session = request.getSession();
        session.setAttribute(SignInSuccess.RETURN, ReturnPath.safe(back));
        if (fresh > 0) {
            session.setAttribute(SignInRequests.FRESH, Integer.toString(Math.min(fresh, LONGEST_MINUTES)));
        } else {
            session.removeAttribute(SignInRequests.FRESH);
        }
        return "redirect:/oauth2/authorization/" + Provider.NAME;
    }

    @PostMapping("/logout")
    String signOut(HttpServletRequest request) {
        SignedInAuthentication someone = SignedInAuthentication.current();
        HttpSession session = request.getSession(false);
        Optional<String> idToken = someone == null
                ? Optional.empty()
                : sessions.idToken(someone.session().id());
        if (someone != null) {
            sessions.end(someone.session().id());
            signIns.note(new MemberSignedOut(someone.getPrincipal().id()));
        }
        if (session != null) {
            session.invalidate();
        }
        return "redirect:" + idToken.flatMap(LoginController.this::goodbye).orElse("/signed-out");
    }

    @GetMapping("/signed-out")
    String signedOut(@Nullable SignedIn member) {
        // who has signed in again meanwhile, or came by an old link, is not told otherwise
        return member == null ? "members/signed-out" : "redirect:/me";
    }

    /** OpenID Connect RP-Initiated Logout 1.0; empty when the provider cannot be reached, which must not keep anyone in. */
    private Optional<String> goodbye(String idToken) {
        try {
            return Optional.ofNullable(provider.endSessionAddress())
                    .map(address -> UriComponentsBuilder.fromUriString(address)
                            .queryParam("id_token_hint", "{hint}")
                            .queryParam("client_id", "{client}")
                            .queryParam("post_logout_redirect_uri", "{back}")
                            .encode()
                            .buildAndExpand(
                                    idToken,
                                    provider.registration().getClientId(),
                                    ServletUriComponentsBuilder.fromCurrentContextPath()
                                            .path("/signed-out")
                                            .toUriString())
                            .toUriString());
        } catch (ProviderUnavailable e) {
            return Optional.empty();
        }
    }
}
