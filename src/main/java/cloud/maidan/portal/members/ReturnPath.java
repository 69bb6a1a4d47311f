package cloud.maidan.portal.members;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UrlPathHelper;

/** Where somebody goes on after signing in: always one of our own pages, whatever the address said. */
final class ReturnPath {

    static final String OVERVIEW = "/me";

    private static final int LONGEST = 1000;
    // one slash, then neither a second slash nor anything a browser would take for one
    private static final Pattern OWN_PAGE =
            Pattern.compile("/(?:[A-Za-z0-9._~%!$&'()*+,;=:@-]+/?)*(?:\\?[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*)?");

    private ReturnPath() {}

    /** The path itself when it leads to a page of ours; else the overview. */
    static String safe(@Nullable String path) {
        return path != null
                        && path.length() <= LONGEST
                        && OWN_PAGE.matcher(path).matches()
                        && !path.startsWith("/login")
                        && !path.startsWith("/logout")
                        && !path.startsWith("/oauth2/")
                ? path
                : OVERVIEW;
    }

    /** The page of this request; for a form that was sent, the page it stands on. */
    static String of(HttpServletRequest request) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            String query = request.getQueryString();
            return safe(new UrlPathHelper().getOriginatingRequestUri(request) + (query == null ? "" : "?" + query));
        }
        return ofPage(request.getHeader("Referer"), request);
    }

    /** The page a browser says it shows, when it is ours. */
    static String ofPage(@Nullable String address, HttpServletRequest request) {
        return safe(address == null ? null : pathOf(address, request));
    }

    /** The address that starts a sign-in and comes back; @param fresh greatest age of the sign-in in minutes, 0: any. */
    static String signIn(String path, int fresh) {
        return "/login?return=" + URLEncoder.encode(path, StandardCharsets.UTF_8)
                + (fresh > 0 ? "&fresh=" + fresh : "");
    }

    private static @Nullable String pathOf(String address, HttpServletRequest request) {
        try {
            URI from = new URI(address);
            boolean ours = request.getServerName().equalsIgnoreCase(from.getHost())
                    && request.getScheme().equalsIgnoreCase(from.getScheme())
                    && request.getServerPort() == portOf(from);
            String query = from.getRawQuery();
            return ours ? from.getRawPath() + (query == null ? "" : "?" + query) : null;
        } catch (java.net.URISyntaxException e) {
            return null;
        }
    }

    private static int portOf(URI address) {
        return address.getPort() != -1 ? address.getPort() : "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }
}
