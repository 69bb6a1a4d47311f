package cloud.maidan.demo.provider;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** What a reverse proxy answers while the provider behind it restarts. */
class OutageFilter extends OncePerRequestFilter {

    private final DemoProviderState state;

    OutageFilter(DemoProviderState state) {
        this.state = state;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (state.away()) {
            response.setStatus(HttpServletResponse.SC_BAD_GATEWAY);
            response.setContentType("text/html");
            response.getWriter().write("<html><h1>502 Bad Gateway</h1></html>");
        } else {
            chain.doFilter(request, response);
        }
    }
}
