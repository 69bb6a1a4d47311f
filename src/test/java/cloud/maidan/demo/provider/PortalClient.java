package cloud.maidan.demo.provider;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** The one client, the portal, with the secret that is registered at the moment. */
record PortalClient(DemoProviderState state) implements RegisteredClientRepository {

    private static final String ID = "portal";

    @Override
    public void save(RegisteredClient client) {
        // comes at a sign-in, with a stronger encoding of the secret; what was registered stands
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return ID.equals(id) ? portal() : null;
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String id) {
        return DemoProviderState.CLIENT_ID.equals(id) ? portal() : null;
    }

    private RegisteredClient portal() {
        return RegisteredClient.withId(ID)
                .clientId(DemoProviderState.CLIENT_ID)
                .clientSecret("{noop}" + state.registration().clientSecret())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                // each request's own is looked at by the registration
                .redirectUri("http://localhost")
                .scopes(scopes -> scopes.addAll(List.of("openid", "profile", "email", "offline_access")))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(Duration.ofHours(1))
                        .refreshTokenTimeToLive(Duration.ofDays(30))
                        .reuseRefreshTokens(false)
                        .build())
                .build();
    }
}
