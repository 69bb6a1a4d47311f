package cloud.maidan.portal.services;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How services are asked.
 *
 * @param within longest wait for a summary; the promise of two seconds includes storing it
 * @param accountWithin longest wait for finding an account before work on it starts
 * @param every shortest time between two questions about one member to one service
 * @param restAfter faults of a service in a row, over all members, after which it is left alone for a while
 * @param rest how long that is; zero never leaves it alone
 */
@ConfigurationProperties("portal.services.asking")
record AskingProperties(
        @DefaultValue("1700ms") Duration within,
        @DefaultValue("10s") Duration accountWithin,
        @DefaultValue("5s") Duration every,
        @DefaultValue("5") int restAfter,
        @DefaultValue("10s") Duration rest) {

    AskingProperties {
        if (within.isNegative() || within.isZero() || within.compareTo(Duration.ofSeconds(2)) >= 0) {
            throw new IllegalArgumentException("portal.services.asking.within must be above zero and under 2s");
        }
        if (restAfter < 1 || every.isNegative() || rest.isNegative() || accountWithin.isNegative()) {
            throw new IllegalArgumentException("portal.services.asking holds a value below its least");
        }
    }
}
