package cloud.maidan.portal.site;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The language link of the footer: remembers a guest's choice in a cookie, and only then. */
@PreAuthorize("permitAll()")
@Controller
class LanguageController {

    static final Duration REMEMBERED = Duration.ofDays(365);

    private static final Pattern OWN_PAGE = Pattern.compile("/(?:[A-Za-z0-9._~-]+/?)*");

    @GetMapping("/language/{tag}")
    ResponseEntity<Void> choose(
            @PathVariable String tag, @RequestParam(defaultValue = "/") String back, HttpServletRequest request) {
        String language = ViewerLocale.offered(tag).orElseThrow(NotHere::new).toLanguageTag();
        ResponseCookie cookie = ResponseCookie.from(ViewerLocale.COOKIE, language)
                .path("/")
                .maxAge(REMEMBERED)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .build();
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .location(URI.create(safe(back)))
                .build();
    }

    /** The path when it is one of our own pages, else the start page. */
    static String safe(String path) {
        return path.length() <= 500 && OWN_PAGE.matcher(path).matches() ? path : "/";
    }
}
