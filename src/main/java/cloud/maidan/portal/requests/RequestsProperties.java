package cloud.maidan.portal.requests;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How exports are made.
 *
 * @param perDay exports a member may begin within 24 hours
 * @param patience how long a service that does not answer is waited for before the export is finished without it
 * @param firstPause pause after the first fault of a service; each further one doubles it
 * @param longestPause no pause is longer, whatever the service asks for
 * @param keep how long it is kept on record that an export was made (GDPR Art. 5(2)); the archive itself goes earlier
 * @param planEvery how often regular exports are looked for whose day has come
 * @param streams pages of running exports that may be kept up to date at the same time on one node
 */
@Validated
@ConfigurationProperties("portal.requests")
record RequestsProperties(
        @DefaultValue("5") @Min(1) @Max(1000) int perDay,
        @DefaultValue("24h") Duration patience,
        @DefaultValue("30s") Duration firstPause,
        @DefaultValue("15m") Duration longestPause,
        @DefaultValue("365d") Duration keep,
        @DefaultValue("PT1M") Duration planEvery,
        @DefaultValue("500") @Min(1) int streams) {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    /** When to try again: as the other side asked, within our limits; otherwise after pauses that double. */
    Instant next(Instant now, int attempt, Optional<Instant> asked) {
        long doubled = firstPause.toMillis() << Math.min(attempt - 1, 16);
        Instant ours = now.plusMillis(Math.min(doubled, longestPause.toMillis()));
        Instant earliest = now.plus(SHORTEST_PAUSE);
        Instant latest = now.plus(longestPause);
        Instant wanted = asked.orElse(ours);
        return wanted.isAfter(latest) ? latest : wanted.isBefore(earliest) ? earliest : wanted;
    }
}
