package cloud.maidan.portal.site;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Turns a refused rule into its page. */
@ControllerAdvice
class Refusals {

    static final String REASON = Refusals.class.getName();

    @ExceptionHandler
    void refuse(RuleRefused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(REASON, refused.reason());
        response.sendError(refused.status().value());
    }
}
