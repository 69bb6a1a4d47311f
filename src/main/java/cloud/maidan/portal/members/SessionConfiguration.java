package cloud.maidan.portal.members;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.session.autoconfigure.SessionProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.transaction.PlatformTransactionManager;

/** Whose request it is. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class SessionConfiguration {

    private static final Duration LONGEST_PAUSE = Duration.ofHours(2);

    @Bean
    static WebSessions webSessions(
            JdbcClient jdbc, PlatformTransactionManager transactions, SessionProperties properties, Clock clock) {
        return new WebSessions(
                jdbc,
                transactions,
                new SessionJson(),
                Objects.requireNonNullElse(properties.getTimeout(), LONGEST_PAUSE),
                clock);
    }

    /** Each filter of each request would be timed otherwise, and nobody reads it. */
    @Bean
    static SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }
}
