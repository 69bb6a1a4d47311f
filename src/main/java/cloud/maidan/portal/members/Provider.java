package cloud.maidan.portal.members;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestTemplate;

/** The identity provider: asked for its addresses when they are first needed, so that the portal starts without it. */
@Component
class Provider implements ClientRegistrationRepository {

    /** Name of the registration; part of the address the provider sends people back to. */
    static final String NAME = "authentik";

    private final MembersProperties properties;
    private final JdkClientHttpRequestFactory requests;
    private final SupplierClientRegistrationRepository registrations;

    Provider(MembersProperties properties) {
        this.properties = properties;
        this.requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .connectTimeout(properties.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
        requests.setReadTimeout(properties.readTimeout());
        this.registrations =
                new SupplierClientRegistrationRepository(() -> new InMemoryClientRegistrationRepository(discover()));
    }

    boolean configured() {
        return properties.configured();
    }

    /** @throws ProviderUnavailable when the provider does not answer, or is not set up */
    ClientRegistration registration() {
        return Objects.requireNonNull(registrations.findByRegistrationId(NAME));
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String name) {
        return name.equals(NAME) ? registration() : null;
    }

    /** Where people are sent to sign out there too; null when the provider offers no such address. */
    @Nullable
    String endSessionAddress() {
        Object address =
                registration().getProviderDetails().getConfigurationMetadata().get("end_session_endpoint");
        return address == null ? null : address.toString();
    }

    /** Checks signatures by the provider's published keys: RS256 alone, so that nothing else is taken for a key. */
    NimbusJwtDecoder.JwkSetUriJwtDecoderBuilder signatures() {
        String keys = registration().getProviderDetails().getJwkSetUri();
        if (keys == null) {
            throw new ProviderUnavailable("the provider publishes no keys");
        }
        return NimbusJwtDecoder.withJwkSetUri(keys)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .restOperations(new RestTemplate(requests));
    }

    /** For the token endpoint. */
    RestClient tokens() {
        return RestClient.builder()
                .requestFactory(requests)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
    }

    /** For the person's claims. */
    RestTemplate claims() {
        RestTemplate claims = new RestTemplate(requests);
        claims.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        return claims;
    }

    private ClientRegistration discover() {
        URI issuer = properties.issuer();
        String secret = properties.clientSecret();
        if (issuer == null || secret == null) {
            throw new ProviderUnavailable("sign-in is not set up");
        }
        try {
            Map<String, Object> metadata = RestClient.builder()
                    .requestFactory(requests)
                    .build()
                    .get()
                    .uri(discovery(issuer))
                    .retrieve()
                    .body(new ParameterizedTypeReference<Map<String, Object>>() {});
            if (metadata == null || !issuer.toString().equals(metadata.get("issuer"))) {
                throw new ProviderUnavailable("the provider calls itself otherwise than " + issuer);
            }
            return ClientRegistrations.fromOidcConfiguration(metadata)
                    .registrationId(NAME)
                    .clientId(properties.clientId())
                    .clientSecret(secret)
                    .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
                    .userNameAttributeName("sub")
                    .scope(properties.scopes())
                    .build();
        } catch (RestClientException | IllegalArgumentException e) {
            throw new ProviderUnavailable("the provider gives no usable description of itself", e);
        }
    }

    private static URI discovery(URI issuer) {
        String base = issuer.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + ".well-known/openid-configuration");
    }
}
