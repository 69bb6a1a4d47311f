package cloud.maidan.portal.erasure;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How erasing goes.
 *
 * @param window from confirmation to the first change; so long a member can cancel
 * @param shortWindow what a member may shorten it to
 * @param patience how long a step waits before it asks a service again that failed
 * @param probeAfter from the end to the second look
 * @param receipt how long the receipt can be read at its secret address
 * @param ledger folder outside the database, and outside its backups, in which is written what will be destroyed
 * @param ledgerKeep how long entries are kept: longer than the oldest backup
 * @param replayEvery how often the ledger is held against what services hold
 * @param clockDrift most by which this machine's clock and the database's may differ before anything is destroyed
 * @param backups from the end of an erasure until the last backup of any service that holds the data has expired
 */
@Validated
@ConfigurationProperties("portal.erasure")
record ErasureProperties(
        @DefaultValue("P14D") Duration window,
        @DefaultValue("PT72H") Duration shortWindow,
        @DefaultValue("PT1M") Duration patience,
        @DefaultValue("PT24H") Duration probeAfter,
        @DefaultValue("P365D") Duration receipt,
        @DefaultValue("/var/lib/portal/ledger") Path ledger,
        @DefaultValue("P400D") Duration ledgerKeep,
        @DefaultValue("P7D") Duration replayEvery,
        @DefaultValue("PT5M") Duration clockDrift,
        @DefaultValue("P30D") Duration backups) {

    ErasureProperties {
        if (backups.compareTo(ledgerKeep) > 0) {
            throw new IllegalArgumentException("portal.erasure.backups is longer than portal.erasure.ledger-keep");
        }
        if (shortWindow.compareTo(window) > 0) {
            throw new IllegalArgumentException("portal.erasure.short-window is longer than portal.erasure.window");
        }
    }
}
