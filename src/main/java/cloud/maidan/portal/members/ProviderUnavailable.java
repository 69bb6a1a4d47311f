package cloud.maidan.portal.members;

import org.springframework.security.authentication.AuthenticationServiceException;

/** The identity provider does not answer, answers nonsense, or is not set up. */
class ProviderUnavailable extends AuthenticationServiceException {

    ProviderUnavailable(String message) {
        super(message);
    }

    ProviderUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
