package cloud.maidan.portal.site;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The headers that keep a page to itself: no foreign code, no framing, no tracks left behind. */
@Component
class Armour {

    private static final String STRICT_TRANSPORT = "max-age=63072000; includeSubDomains";

    private final Map<String, String> headers;
    private final boolean hsts;

    Armour(SiteProperties site, ObjectProvider<FormTarget> targets) {
        String forms = Stream.concat(
                        site.formTargets().stream().map(URI::toString),
                        targets.stream().map(FormTarget::origin))
                .distinct()
                .map(origin -> " " + origin)
                .collect(Collectors.joining());
        this.headers = new LinkedHashMap<>(fixed("'self'" + forms));
        this.hsts = site.hsts();
    }

    /** For answers that the portal never saw because the server refused the request itself. */
    static Map<String, String> bare() {
        return fixed("'self'");
    }

    Map<String, String> headers(boolean secure) {
        if (!secure || !hsts) {
            return headers;
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put("Strict-Transport-Security", STRICT_TRANSPORT);
        return more;
    }

    private static Map<String, String> fixed(String forms) {
        Map<String, String> fixed = new LinkedHashMap<>();
        fixed.put(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                        + " font-src 'self'; form-action " + forms + "; frame-ancestors 'none'; base-uri 'none';"
                        + " require-trusted-types-for 'script'; trusted-types htmx");
        fixed.put("Referrer-Policy", "same-origin");
        fixed.put("X-Content-Type-Options", "nosniff");
        fixed.put("X-Frame-Options", "DENY");
        fixed.put("Cross-Origin-Opener-Policy", "same-origin");
        fixed.put("Cross-Origin-Resource-Policy", "same-origin");
        fixed.put(
                "Permissions-Policy",
                "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                        + " magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()");
        fixed.put("Cache-Control", "no-store");
        return fixed;
    }
}
