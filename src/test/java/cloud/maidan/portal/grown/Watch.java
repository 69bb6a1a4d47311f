package cloud.maidan.portal.grown;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows whether a thread makes a page, and keeps what PostgreSQL told about the statements that it took. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Watch extends OncePerRequestFilter {

    private final ThreadLocal<Boolean> making = ThreadLocal.withInitial(() -> false);
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean on;

    void begin() {
        on = true;
    }

    /** Ends it; gives the plans that were told since it began. */
    List<String> end() {
        on = false;
        synchronized (told) {
            List<String> all = List.copyOf(told);
            told.clear();
            return all;
        }
    }

    /** The plans of what is done outside of any page. */
    List<String> during(Runnable deed) {
        making.set(true);
        try {
            deed.run();
        } finally {
            making.remove();
        }
        return end();
    }

    /** Whether somebody watches and the thread makes a page. */
    boolean watching() {
        return making.get();
    }

    /** @param plan as auto_explain writes it in JSON */
    void hear(String plan) {
        told.add(plan);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        making.set(on);
        try {
            chain.doFilter(request, response);
        } finally {
            making.remove();
        }
    }
}
