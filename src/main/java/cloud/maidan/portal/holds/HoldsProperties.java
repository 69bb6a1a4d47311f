package cloud.maidan.portal.holds;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How holds are looked after.
 *
 * @param longestReview most time until somebody looks at a hold again
 * @param keep how long a lifted hold is kept as proof (GDPR Art. 5(2)); one of somebody who is gone goes at once
 */
@ConfigurationProperties("portal.holds")
record HoldsProperties(
        @DefaultValue("P365D") Duration longestReview,
        @DefaultValue("P1095D") Duration keep) {}
