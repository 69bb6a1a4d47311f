package cloud.maidan.portal.members;

import cloud.maidan.portal.members.AccessEvent.SignInRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** A sign-in that did not work: recorded by a word, and shown as a page that says why and what to do. */
@Component
class SignInFailure implements AuthenticationFailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SignInFailure.class);

    private final SignIns signIns;
    private final HandlerExceptionResolver pages;

    SignInFailure(SignIns signIns, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver pages) {
        this.signIns = signIns;
        this.pages = pages;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException fault) {
        String code = code(fault);
        LOG.warn("A sign-in failed: {} {}", fault.getClass().getSimpleName(), code);
        refuse(refusal(fault, code), request, response);
    }

    void refuse(SignInRefusal refusal, HttpServletRequest request, HttpServletResponse response) {
        signIns.note(new SignInRefused(refusal.word()));
        pages.resolveException(request, response, null, refusal);
    }

    private static SignInRefusal refusal(Throwable fault, String code) {
        if (isOutage(fault)) {
            return SignInRefusal.providerDown();
        }
        return switch (code) {
            case "access_denied", "login_required", "interaction_required" -> SignInRefusal.givenUp();
            case "authorization_request_not_found", "invalid_state_parameter" -> SignInRefusal.expired();
            case "temporarily_unavailable", "server_error" -> SignInRefusal.providerDown();
            default -> SignInRefusal.untrustworthy();
        };
    }

    private static boolean isOutage(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProviderUnavailable
                    || cause instanceof ResourceAccessException
                    || cause instanceof HttpServerErrorException) {
                return true;
            }
        }
        return false;
    }

    private static String code(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof OAuth2AuthenticationException known) {
                return known.getError().getErrorCode();
            }
            if (cause instanceof OAuth2AuthorizationException known) {
                return known.getError().getErrorCode();
            }
        }
        return "";
    }
}
