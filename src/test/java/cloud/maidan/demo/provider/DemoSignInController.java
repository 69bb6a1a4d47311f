package cloud.maidan.demo.provider;

import cloud.maidan.demo.DemoAccount;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The sign-in page, which gives the password away, and the way out. */
@RestController
class DemoSignInController {

    private static final String STYLE = """
            :root{color-scheme:light dark;--line:light-dark(#728287,#768b8f);--main:light-dark(#0a5a68,#74c9d3);\
            --on:light-dark(#fff,#06262c);--surface:light-dark(#fff,#152327)}
            body{margin:0;background:light-dark(#f2f5f3,#0e191c);color:light-dark(#14252a,#e7efed);\
            font:1.0625rem/1.5 system-ui,sans-serif}
            main{max-width:34rem;margin:8vh auto;padding:0 1.25rem}
            h1{font:600 1.9rem/1.2 "Iowan Old Style",Palatino,"URW Palladio L",Georgia,serif;margin:0 0 .5rem}
            ul{list-style:none;padding:0;margin:1.5rem 0;display:grid;gap:.5rem}
            button{font:inherit;width:100%;text-align:start;padding:.75rem 1rem;background:var(--surface);color:inherit;\
            border:1px solid var(--line);border-radius:4px;cursor:pointer}
            button:hover{border-color:var(--main)} :focus-visible{outline:3px solid var(--main);outline-offset:2px}
            small{display:block} .bad{border:2px solid #c2415d;padding:.5rem 1rem}
            code{font-family:ui-monospace,Consolas,monospace}
            """;

    private final DemoProviderState state;
    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

    DemoSignInController(DemoProviderState state) {
        this.state = state;
    }

    @GetMapping(path = "/login", produces = MediaType.TEXT_HTML_VALUE)
    String signInPage(@RequestParam Optional<String> error) {
        String accounts = Arrays.stream(DemoAccount.values())
                .map(account -> """
                        <li><form method="post" action="login">
                        <input type="hidden" name="password" value="%s">
                        <button name="username" value="%s"><strong>%s</strong> <small>%s · %s</small></button>
                        </form></li>""".formatted(
                                DemoAccount.PASSWORD,
                                account.username(),
                                account.displayName(),
                                account.username(),
                                String.join(", ", state.groups(account))))
                .collect(Collectors.joining("\n"));
        return """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in · Demo provider</title>
                <meta name="viewport" content="width=device-width,initial-scale=1"><style>%s</style></head>
                <body><main><h1>Who are you today?</h1>
                <p>This stands in for Authentik. The people are invented and everybody's password is <code>%s</code>.</p>
                %s<ul>%s</ul></main></body></html>
                """.formatted(
                        STYLE,
                        DemoAccount.PASSWORD,
                        error.isPresent() ? "<p class=\"bad\" role=\"alert\">That did not work.</p>" : "",
                        accounts);
    }

    @PostMapping("/login")
    ResponseEntity<Void> signIn(
            @RequestParam String username,
            @RequestParam String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        var account = Stream.of(DemoAccount.values())
                .filter(known -> known.username().equals(username.toLowerCase(Locale.ROOT)))
                .filter(state::active)
                .filter(known -> DemoAccount.PASSWORD.equals(password));
        return account.findFirst()
                .map(known -> goOn(known, request, response))
                .orElseGet(() -> seeOther(request.getContextPath() + "/login?error"));
    }

    /** OpenID Connect RP-Initiated Logout: ends the sign-in here and goes back if the address is the portal's. */
    @GetMapping("/end-session/")
    ResponseEntity<Void> signOut(
            @RequestParam("id_token_hint") String hint,
            @RequestParam("post_logout_redirect_uri") URI back,
            HttpServletRequest request)
            throws ParseException {
        boolean ours = SignedJWT.parse(hint).getJWTClaimsSet().getAudience().contains(DemoProviderState.CLIENT_ID);
        if (!ours || !state.registration().leavesTo(back)) {
            return ResponseEntity.badRequest().build();
        }
        end(request);
        return seeOther(back.toString());
    }

    /** Ends the sign-in here as Authentik's own pages do: the browser goes nowhere. */
    @GetMapping("/leave")
    ResponseEntity<Void> leave(HttpServletRequest request) {
        end(request);
        return ResponseEntity.noContent().build();
    }

    private void end(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null) {
            return;
        }
        var signedIn = contexts.loadDeferredContext(request).get().getAuthentication();
        session.invalidate();
        if (signedIn != null && signedIn.getPrincipal() instanceof DemoPerson person) {
            state.registration().ended(person);
        }
    }

    private ResponseEntity<Void> goOn(DemoAccount account, HttpServletRequest request, HttpServletResponse response) {
        var person = new DemoPerson(
                account, DemoProviderApplication.newSid(), Clock.systemUTC().instant());
        state.signedIn(account, person.sid());
        var saved = new HttpSessionRequestCache().getRequest(request, response);
        request.getSession();
        request.changeSessionId();
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                person,
                "",
                List.of(FactorGrantedAuthority.withAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY)
                        .issuedAt(person.authenticatedAt())
                        .build())));
        contexts.saveContext(context, request, response);
        return seeOther(saved == null ? request.getContextPath() + "/login" : saved.getRedirectUrl());
    }

    private static ResponseEntity<Void> seeOther(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .build();
    }
}
