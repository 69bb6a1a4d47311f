package cloud.maidan.portal.members;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** How tokens are fetched from the provider and what an identity token must withstand (OpenID Connect Core 3.1.3.7). */
@Configuration(proxyBeanMethods = false)
class ProviderTokens {

    @Bean
    OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> codeExchange(Provider provider) {
        var client = new RestClientAuthorizationCodeTokenResponseClient();
        client.setRestClient(provider.tokens());
        return client;
    }

    @Bean
    OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> refreshing(Provider provider) {
        var client = new RestClientRefreshTokenTokenResponseClient();
        client.setRestClient(provider.tokens());
        return client;
    }

    /** Groups always come from the user-info endpoint; its {@code sub} must be the identity token's. */
    @Bean
    OAuth2UserService<OidcUserRequest, OidcUser> people(Provider provider) {
        var claims = new DefaultOAuth2UserService();
        claims.setRestOperations(provider.claims());
        var people = new OidcUserService();
        people.setOauth2UserService(claims);
        people.setRetrieveUserInfo(request -> true);
        return people;
    }

    /** Accepts RS256 alone: neither unsigned tokens nor the client secret or a public key taken for an HMAC key. */
    @Bean
    JwtDecoderFactory<ClientRegistration> identityTokens(Provider provider, MembersProperties properties, Clock clock) {
        Map<ClientRegistration, NimbusJwtDecoder> known = new ConcurrentHashMap<>();
        return registration -> known.computeIfAbsent(registration, it -> decoder(it, provider, properties, clock));
    }

    private static NimbusJwtDecoder decoder(
            ClientRegistration registration, Provider provider, MembersProperties properties, Clock clock) {
        var validator = new OidcIdTokenValidator(registration);
        validator.setClock(clock);
        validator.setClockSkew(properties.clockSkew());
        NimbusJwtDecoder decoder = provider.signatures().build();
        decoder.setJwtValidator(validator);
        decoder.setClaimSetConverter(
                new ClaimTypeConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
        return decoder;
    }
}
