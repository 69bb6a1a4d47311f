package cloud.maidan.portal.site;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request a number that stands in the log, in the answer's header and on an error page. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestNumber extends OncePerRequestFilter {

    static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = RequestNumber.class.getName();
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Such as {@code 4F7Q-8QK7-44WZ}. */
    static String of(HttpServletRequest request) {
        Object number = request.getAttribute(ATTRIBUTE);
        if (number == null) {
            number = fresh();
            request.setAttribute(ATTRIBUTE, number);
        }
        return number.toString();
    }

    static String fresh() {
        long random = RANDOM.nextLong();
        StringBuilder number = new StringBuilder(14);
        for (int i = 0; i < 12; i++) {
            if (i == 4 || i == 8) {
                number.append('-');
            }
            number.append(LETTERS.charAt((int) (random >>> 5 * i) & 31));
        }
        return number.toString();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String number = of(request);
        response.setHeader(HEADER, number);
        try (MDC.MDCCloseable ignored = MDC.putCloseable("request", number)) {
            chain.doFilter(request, response);
        }
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }
}
