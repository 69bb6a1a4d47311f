package cloud.maidan.portal.site;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.ViewResolver;
import tools.jackson.databind.json.JsonMapper;

/** Every error as a page that says what happened and what to do, or as problem+json (RFC 9457) for programs. */
@PreAuthorize("permitAll()")
@Controller
class ErrorPages implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

    private final ObjectProvider<ViewResolver> views;
    private final JsonMapper json;
    private final Words words;
    private final Clock clock;

    ErrorPages(ObjectProvider<ViewResolver> views, JsonMapper json, Words words, Clock clock) {
        this.views = views;
        this.json = json;
        this.words = words;
        this.clock = clock;
    }

    @RequestMapping("/error")
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = status(request);
        ErrorPage page = ErrorPage.of(request, status, clock.instant());
        response.setStatus(status);
        if (wantsJson(request)) {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(json.writeValueAsBytes(problem(page)));
        } else if (!rendered(page, request, response)) {
            response.resetBuffer();
            response.setContentType("text/html;charset=UTF-8");
            response.getWriter().write(BareAnswers.page(status, page.number()));
        }
    }

    private boolean rendered(ErrorPage page, HttpServletRequest request, HttpServletResponse response) {
        try {
            View view = view();
            if (view == null) {
                return false;
            }
            view.render(Map.of("error", page), request, response);
            return true;
        } catch (Exception | LinkageError | StackOverflowError e) {
            // the last page that can be shown: whatever breaks here must not come back as another error page
            LOG.error("The error page of request {} failed too", page.number(), e);
            return response.isCommitted();
        }
    }

    private @Nullable View view() throws Exception {
        for (ViewResolver resolver : views.orderedStream().toList()) {
            View view = resolver.resolveViewName("site/error", LocaleContextHolder.getLocale());
            if (view != null) {
                return view;
            }
        }
        return null;
    }

    private ProblemDetail problem(ErrorPage page) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.valueOf(page.status()), words.say(page.what()) + " " + words.say(page.saved()));
        problem.setTitle(words.say(page.title()));
        problem.setProperty("reference", page.number());
        return problem;
    }

    private static int status(HttpServletRequest request) {
        // asked for directly there is no error, and so no such page
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                        && HttpStatus.resolve(code) != null
                ? code
                : 404;
    }

    private static boolean wantsJson(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("json") && !accept.contains("text/html");
    }
}
