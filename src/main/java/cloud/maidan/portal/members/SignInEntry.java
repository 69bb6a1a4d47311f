package cloud.maidan.portal.members;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/** Sends people to sign in and back; tells those who are signed in that this is not for them. */
@Component
class SignInEntry implements AuthenticationEntryPoint, AccessDeniedHandler {

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException fault)
            throws IOException {
        send(request, response, 0);
    }

    /** A form whose token is missing or old: after a session ended that is all we see of it. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException fault)
            throws IOException {
        boolean ownPages = request.getRequestURI().startsWith(request.getContextPath() + "/me")
                || request.getRequestURI().startsWith(request.getContextPath() + "/admin");
        if (ownPages && SignedInAuthentication.current() == null) {
            send(request, response, 0);
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    /** @param fresh greatest age of the sign-in in minutes; 0: any */
    void send(HttpServletRequest request, HttpServletResponse response, int fresh) throws IOException {
        if ("true".equals(request.getHeader("HX-Request"))) {
            // htmx would follow a redirect into a part of the page; this makes the whole page go
            String page = request.getHeader("HX-Current-URL");
            response.setHeader("HX-Redirect", ReturnPath.signIn(ReturnPath.ofPage(page, request), fresh));
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        response.sendRedirect(request.getContextPath() + ReturnPath.signIn(ReturnPath.of(request), fresh));
    }
}
