package cloud.maidan.portal.audit;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How records become a chain.
 *
 * @param origin name of this log in its checkpoints, such as {@code maidan.example/audit}; never change it later
 * @param pace how often new records are linked
 * @param batch most records linked at once
 * @param gapLimit how long a missing number is waited for; longer than the longest transaction
 * @param alarmAfter age of an unlinked record that raises the alarm
 * @param checkpointEvery how often the newest checkpoint leaves the database
 * @param checkpointFile file outside the database that checkpoints are appended to; null for the log only
 */
@Validated
@ConfigurationProperties("portal.audit")
record AuditProperties(
        @DefaultValue("maidan-portal/audit") @Pattern(regexp = "[^\\s+]+")
        String origin,

        @DefaultValue("500ms") Duration pace,
        @DefaultValue("5000") @Min(1) @Max(50_000) int batch,
        @DefaultValue("1h") Duration gapLimit,
        @DefaultValue("5s") Duration alarmAfter,
        @DefaultValue("1m") Duration checkpointEvery,
        @Nullable Path checkpointFile) {}
