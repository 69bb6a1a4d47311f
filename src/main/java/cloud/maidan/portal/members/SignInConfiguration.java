package cloud.maidan.portal.members;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.savedrequest.NullRequestCache;

/** The one filter chain. Who may come to which page is declared at the page and kept by {@link RouteGuard}. */
@Configuration(proxyBeanMethods = false)
class SignInConfiguration {

    @Bean
    SecurityFilterChain portal(
            HttpSecurity http,
            SessionContext context,
            SignInRequests requests,
            TokensInPassing tokens,
            SignInSuccess success,
            SignInFailure failure,
            SignInEntry entry,
            FormTokens formTokens) {
        return http.securityContext(it -> it.securityContextRepository(context))
                .authorizeHttpRequests(it -> it.anyRequest().permitAll())
                .oauth2Login(it -> it.loginPage("/login")
                        .authorizedClientRepository(tokens)
                        .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(requests))
                        .successHandler(success)
                        .failureHandler(failure)
                        .withObjectPostProcessor(startsFailLikeReturns(failure)))
                // SignInSuccess begins a new session; a changed id before that would leave the old row behind
                .sessionManagement(it -> it.sessionFixation(fixation -> fixation.none()))
                .exceptionHandling(it -> it.authenticationEntryPoint(entry).accessDeniedHandler(entry))
                .requestCache(it -> it.requestCache(new NullRequestCache()))
                .csrf(it ->
                        it.csrfTokenRepository(formTokens).ignoringRequestMatchers(BackChannelLogoutController.PATH))
                // site puts its own headers on every answer
                .headers(it -> it.disable())
                .httpBasic(it -> it.disable())
                .formLogin(it -> it.disable())
                .logout(it -> it.disable())
                .build();
    }

    private static ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter> startsFailLikeReturns(
            SignInFailure failure) {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(failure);
                return filter;
            }
        };
    }
}
