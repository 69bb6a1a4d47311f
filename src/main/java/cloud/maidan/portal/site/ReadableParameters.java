package cloud.maidan.portal.site;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses parameters that are no text. Whoever read them first would otherwise fail, as if the fault were ours. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class ReadableParameters extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            request.getParameterNames();
        } catch (InvalidParameterException e) {
            response.sendError(e.getErrorCode());
            return;
        }
        chain.doFilter(request, response);
    }
}
