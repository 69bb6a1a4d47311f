package cloud.maidan.portal.work;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How patient durable steps are with unexpected faults.
 *
 * @param failures unexpected faults in a row after which a step needs a person
 * @param firstPause pause after the first fault; each further one doubles it
 * @param longestPause no pause is longer
 * @param keep how long finished and cancelled steps are kept
 */
@Validated
@ConfigurationProperties("portal.work")
record WorkProperties(
        @DefaultValue("10") @Min(1) int failures,
        @DefaultValue("1s") Duration firstPause,
        @DefaultValue("5m") Duration longestPause,
        @DefaultValue("90d") Duration keep) {

    /** Half to all of the doubled pause, so that steps that failed together do not come back together. */
    Duration pauseAfter(int failuresInARow, double chance) {
        double doubled = firstPause.toMillis() * Math.pow(2, Math.min(failuresInARow - 1, 30));
        double bounded = Math.min(doubled, longestPause.toMillis());
        return Duration.ofMillis(Math.round(bounded * (0.5 + chance / 2)));
    }
}
