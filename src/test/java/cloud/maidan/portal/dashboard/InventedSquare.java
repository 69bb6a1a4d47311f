package cloud.maidan.portal.dashboard;

import java.time.Clock;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Puts a square on which every state of a card stands at once in place of the portal's own. */
@TestConfiguration(proxyBeanMethods = false)
public class InventedSquare {

    @Bean
    @Primary
    InventedServices inventedServices(Clock clock) {
        return new InventedServices(clock.instant());
    }
}
