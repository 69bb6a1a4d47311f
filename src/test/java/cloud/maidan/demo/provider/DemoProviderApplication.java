package cloud.maidan.demo.provider;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/** The demo provider's own application: nothing is scanned, nothing is shared with the portal in the same process. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    SecurityAutoConfiguration.class,
    ServletWebSecurityAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
})
@Import(DemoSignInController.class)
class DemoProviderApplication {

    @Bean
    DemoProviderState state() {
        return new DemoProviderState();
    }

    @Bean
    @Order(1)
    SecurityFilterChain protocol(HttpSecurity http, DemoProviderState state, @Value("${demo.issuer}") String issuer) {
        return http.oauth2AuthorizationServer(server -> {
                    http.securityMatcher(server.getEndpointsMatcher());
                    server.authorizationEndpoint(endpoint -> endpoint.authenticationProviders(
                                    providers -> providers.forEach(each -> accept(state, each))))
                            .oidc(oidc -> oidc.userInfoEndpoint(
                                            it -> it.userInfoMapper(context -> userInfo(context, state)))
                                    .providerConfigurationEndpoint(it -> it.providerConfigurationCustomizer(metadata ->
                                            metadata.claim("end_session_endpoint", issuer + "end-session/"))));
                })
                .addFilterBefore(new OutageFilter(state), SecurityContextHolderFilter.class)
                .addFilterBefore(new FreshSignInFilter(), SecurityContextHolderFilter.class)
                .authorizeHttpRequests(it -> it.anyRequest().authenticated())
                .exceptionHandling(it -> it.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint("/login"),
                        new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
                .oauth2ResourceServer(it -> it.jwt(Customizer.withDefaults()))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http) {
        return http.authorizeHttpRequests(it -> it.anyRequest().permitAll())
                .csrf(it -> it.disable())
                .build();
    }

    @Bean
    RegisteredClientRepository clients(DemoProviderState state) {
        return new PortalClient(state);
    }

    /** Forgets what belongs to a deactivated account, as Authentik does with its tokens. */
    @Bean
    OAuth2AuthorizationService authorizations(DemoProviderState state) {
        var stored = new InMemoryOAuth2AuthorizationService();
        return new OAuth2AuthorizationService() {
            @Override
            public void save(OAuth2Authorization authorization) {
                stored.save(authorization);
            }

            @Override
            public void remove(OAuth2Authorization authorization) {
                stored.remove(authorization);
            }

            @Override
            public @Nullable OAuth2Authorization findById(String id) {
                return stored.findById(id);
            }

            @Override
            public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
                OAuth2Authorization found = stored.findByToken(token, type);
                return found == null || !(person(found) instanceof DemoPerson person) || state.active(person.account())
                        ? found
                        : null;
            }
        };
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims(DemoProviderState state) {
        return context -> {
            var principal = (AbstractAuthenticationToken) Objects.requireNonNull(context.getPrincipal());
            DemoPerson person = (DemoPerson) Objects.requireNonNull(principal.getPrincipal());
            if (AuthorizationGrantType.REFRESH_TOKEN.equals(context.getAuthorizationGrantType())
                    && OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
                state.refreshed();
            }
            if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
                context.getClaims().claims(claims -> {
                    claims.putAll(person.claims(state.groups(person.account())));
                    claims.put("sid", person.sid());
                    claims.put("acr", "goauthentik.io/providers/oauth2/default");
                    if (state.methodsSaid()) {
                        claims.put("amr", List.of("pwd", "mfa"));
                    }
                });
            }
        };
    }

    @Bean
    JWKSource<SecurityContext> keys(DemoProviderState state) {
        return (selector, context) -> selector.select(new JWKSet(state.key()));
    }

    @Bean
    JwtDecoder tokens(JWKSource<SecurityContext> keys) {
        return NimbusJwtDecoder.withJwkSource(keys).build();
    }

    @Bean
    AuthorizationServerSettings settings(@Value("${demo.issuer}") String issuer) {
        return AuthorizationServerSettings.builder().issuer(issuer).build();
    }

    private static OidcUserInfo userInfo(OidcUserInfoAuthenticationContext context, DemoProviderState state) {
        DemoPerson person = (DemoPerson) Objects.requireNonNull(person(context.getAuthorization()));
        return new OidcUserInfo(person.claims(state.groups(person.account())));
    }

    private static @Nullable Object person(OAuth2Authorization authorization) {
        return authorization.getAttribute(Principal.class.getName()) instanceof AbstractAuthenticationToken token
                ? token.getPrincipal()
                : null;
    }

    private static void accept(DemoProviderState state, Object provider) {
        if (provider instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider codes) {
            codes.setAuthenticationValidator(context -> mustBeAPortal(state, context));
        }
    }

    private static void mustBeAPortal(
            DemoProviderState state, OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        var request = (org.springframework.security.oauth2.server.authorization.authentication
                        .OAuth2AuthorizationCodeRequestAuthenticationToken)
                context.getAuthentication();
        if (!state.registration().entersAt(URI.create(String.valueOf(request.getRedirectUri())))) {
            throw new OAuth2AuthenticationException("invalid_redirect_uri");
        }
    }

    static String newSid() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
