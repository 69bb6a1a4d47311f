package cloud.maidan.portal.members;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.stereotype.Component;

/** Hands the provider's tokens to {@link SignInSuccess} within one request; they are kept sealed, and only there. */
@Component
class TokensInPassing implements OAuth2AuthorizedClientRepository {

    private static final String PASSING = TokensInPassing.class.getName();

    static @Nullable OAuth2AuthorizedClient of(HttpServletRequest request) {
        return (OAuth2AuthorizedClient) request.getAttribute(PASSING);
    }

    @Override
    public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
            String registration, Authentication principal, HttpServletRequest request) {
        return null;
    }

    @Override
    public void saveAuthorizedClient(
            OAuth2AuthorizedClient client,
            Authentication principal,
            HttpServletRequest request,
            HttpServletResponse response) {
        request.setAttribute(PASSING, client);
    }

    @Override
    public void removeAuthorizedClient(
            String registration, Authentication principal, HttpServletRequest request, HttpServletResponse response) {}
}
