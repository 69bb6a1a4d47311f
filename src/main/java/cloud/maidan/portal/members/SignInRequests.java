package cloud.maidan.portal.members;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Component;

/** What we ask the provider for: a code with PKCE, state and nonce; a fresh sign-in when somebody needs one. */
@Component
class SignInRequests implements OAuth2AuthorizationRequestResolver {

    /** Session attribute: greatest age in minutes of the sign-in that is being asked for. */
    static final String FRESH = "portal.fresh";

    private final DefaultOAuth2AuthorizationRequestResolver requests;

    SignInRequests(Provider provider) {
        this.requests = new DefaultOAuth2AuthorizationRequestResolver(provider);
        requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        return fresh(requests.resolve(request), request);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
        return fresh(requests.resolve(request, registration), request);
    }

    private static @Nullable OAuth2AuthorizationRequest fresh(
            @Nullable OAuth2AuthorizationRequest asked, HttpServletRequest request) {
        var session = request.getSession(false);
        if (asked == null || session == null || !(session.getAttribute(FRESH) instanceof String minutes)) {
            return asked;
        }
        return OAuth2AuthorizationRequest.from(asked)
                .additionalParameters(more -> {
                    more.put("prompt", "login");
                    more.put("max_age", Integer.toString(Integer.parseInt(minutes) * 60));
                })
                .build();
    }
}
