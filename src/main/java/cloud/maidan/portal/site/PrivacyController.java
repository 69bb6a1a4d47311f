package cloud.maidan.portal.site;

import cloud.maidan.portal.subject.Text;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What the portal itself does to its visitors: which cookies, whose requests, which signals it honours. */
@PreAuthorize("permitAll()")
@Controller
class PrivacyController {

    private final List<CookieNotice> cookies;

    PrivacyController(ObjectProvider<CookieNotice> cookies) {
        this.cookies = cookies.orderedStream().toList();
    }

    @GetMapping("/about/privacy")
    String show(Model model) {
        model.addAttribute("cookies", cookies);
        return "site/privacy";
    }

    /** Global Privacy Control: nobody's data is sold or shared here, whether the signal is sent or not. */
    @GetMapping("/.well-known/gpc.json")
    ResponseEntity<String> globalPrivacyControl() {
        // said in this format whatever the visitor would rather read
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"gpc\":true,\"lastUpdate\":\"2026-11-21\"}");
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnCookies {

        @Bean
        CookieNotice languageCookie() {
            return new CookieNotice(
                    ViewerLocale.COOKIE, Text.of("site.cookie.language"), Text.of("site.cookie.language.lifetime"));
        }
    }
}
