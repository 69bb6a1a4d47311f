package cloud.maidan.portal.orphans;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How orphans are looked for.
 *
 * @param provider the service that says who is still there
 * @param every time from the end of one search to the next
 * @param most people the provider may name; a list longer than this is not taken
 */
@ConfigurationProperties("portal.orphans")
record OrphansProperties(
        @DefaultValue("authentik") String provider,
        @DefaultValue("7d") Duration every,
        @DefaultValue("1000000") int most) {

    OrphansProperties {
        if (every.isNegative() || every.isZero() || most < 1) {
            throw new IllegalArgumentException("portal.orphans needs values above zero");
        }
    }
}
