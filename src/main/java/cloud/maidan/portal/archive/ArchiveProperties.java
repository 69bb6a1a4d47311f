package cloud.maidan.portal.archive;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where and how archives are kept.
 *
 * @param folder where the encrypted parts lie; every node of the portal needs the same one
 * @param keep how long a finished archive can be downloaded
 * @param partSize greatest size of one part; also what an interrupted export may have to fetch again
 * @param maxSize greatest size of one archive
 * @param maxEntries greatest number of files in one service's folder
 * @param freeFloor room that stays free on the disk
 * @param sweepEvery how often expired archives and orphaned files are looked for
 * @param passphraseWork how hard a passphrase is to guess: scrypt's rounds are 2 to this power, and take 1 KiB of memory
 *     each (17: 128 MiB)
 */
@Validated
@ConfigurationProperties("portal.archive")
record ArchiveProperties(
        @DefaultValue("/var/lib/portal/archives") Path folder,
        @DefaultValue("P7D") Duration keep,
        @DefaultValue("64MB") DataSize partSize,
        @DefaultValue("512GB") DataSize maxSize,
        @DefaultValue("4000000") @Min(1) long maxEntries,
        @DefaultValue("512MB") DataSize freeFloor,
        @DefaultValue("PT5M") Duration sweepEvery,
        @DefaultValue("17") @Min(10) @Max(20) int passphraseWork) {}
