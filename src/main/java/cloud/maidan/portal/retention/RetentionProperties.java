package cloud.maidan.portal.retention;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How rules about the age of data are carried out.
 *
 * @param share part of a kind in percent above which a second administrator has to confirm its deletion; deleting
 *     everything always needs two
 * @param planHolds how long a plan that was made can be carried out
 * @param every time from one carrying out of the rules by themselves to the next
 * @param look time from one look whether services are set as the rules say to the next
 * @param lookPages pages of a service's items that are looked at for one that should have gone
 * @param pagesAtOnce pages of a service's items that are gone through before other work has its turn
 * @param pause how long a service is left alone after so many pages
 * @param patience how long a service that failed is left alone
 * @param grace how much older than its rule something may be before that is reported: what is due goes once a day
 * @param keep how long ended plans are kept
 */
@Validated
@ConfigurationProperties("portal.retention")
record RetentionProperties(
        @DefaultValue("10") @Min(1) @Max(100) int share,
        @DefaultValue("24h") Duration planHolds,
        @DefaultValue("24h") Duration every,
        @DefaultValue("1h") Duration look,
        @DefaultValue("2000") @Min(1) int lookPages,
        @DefaultValue("20") @Min(1) int pagesAtOnce,
        @DefaultValue("2s") Duration pause,
        @DefaultValue("5m") Duration patience,
        @DefaultValue("3d") Duration grace,
        @DefaultValue("365d") Duration keep) {

    /** How many other things of a kind there must be at least for so many to go without a second administrator. */
    long enoughBeside(long items) {
        return Math.max(1, (items * (100 - share) + share - 1) / share);
    }
}
