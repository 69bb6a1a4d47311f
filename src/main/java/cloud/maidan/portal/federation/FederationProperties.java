package cloud.maidan.portal.federation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the policy is watched over.
 *
 * @param every time between two checks of a service
 * @param keepDrafts how long a draft that nobody decided is kept
 * @param mostServers servers that one policy may name
 * @param mostDrifts differences of one service that are kept; of more only the first are shown
 */
@ConfigurationProperties("portal.federation")
record FederationProperties(
        @DefaultValue("6h") Duration every,
        @DefaultValue("1d") Duration keepDrafts,
        @DefaultValue("20000") int mostServers,
        @DefaultValue("2000") int mostDrifts) {

    FederationProperties {
        if (every.isNegative() || every.isZero() || keepDrafts.isNegative() || mostServers < 1 || mostDrifts < 1) {
            throw new IllegalArgumentException("portal.federation needs values above zero");
        }
    }
}
