package cloud.maidan.portal.site;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what another site's page sends, even with a good token: browsers say where a form comes from (Fetch Metadata,
 * or Origin by RFC 6454 where a browser is older or the line is plain http). Programs that say nothing pass.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class ForeignForms extends OncePerRequestFilter {

    private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OURS = Set.of("same-origin", "none");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!LOOKING.contains(request.getMethod()) && foreign(request)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean foreign(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !OURS.contains(site);
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        // a page that sends no referrer sends no origin either
        return origin != null && !origin.equals("null") && !ours(origin, request);
    }

    /** The scheme is left out: behind a proxy it may be another one than we see. */
    private static boolean ours(String origin, HttpServletRequest request) {
        String authority = origin.substring(origin.indexOf("//") < 0 ? 0 : origin.indexOf("//") + 2);
        return authority.equalsIgnoreCase(request.getHeader(HttpHeaders.HOST))
                || authority.equalsIgnoreCase(request.getServerName())
                || authority.equalsIgnoreCase(request.getServerName() + ":" + request.getServerPort());
    }
}
