package cloud.maidan.portal.services.vaultwarden;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.VaultwardenStandIn;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention.Found;
import java.time.Period;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VaultwardenRetentionTests {

    private final VaultwardenStandIn standIn = VaultwardenStandIn.start(0, VaultwardenServer.ISSUER, 1000);
    private final VaultwardenAdapter vaultwarden = VaultwardenServer.of(standIn).adapter();

    @AfterEach
    void stop() {
        standIn.close();
    }

    /** Changing it while it runs would replace everything that was ever set, so a person is told what to write. */
    @Test
    void whatToWriteIsSaidAndWhatIsInForceIsRead() {
        assertThat(vaultwarden.found("trash")).isEqualTo(new Found.ForEver());
        assertThat(vaultwarden.keep("trash", Period.ofMonths(1), () -> {}))
                .isEqualTo(new Applied.ByHand("the environment", "TRASH_AUTO_DELETE_DAYS", "30"));

        standIn.set("trash_auto_delete_days", 30);

        assertThat(vaultwarden.found("trash")).isEqualTo(new Found.Kept(Period.ofDays(30)));
        assertThat(vaultwarden.keep("trash", Period.ofMonths(1), () -> {})).isEqualTo(new Applied.AlreadySo());
        standIn.set("trash_auto_delete_days", 365);
        assertThat(vaultwarden.found("trash")).isEqualTo(new Found.Kept(Period.ofDays(365)));
        assertThat(vaultwarden.found("organisation-events")).isEqualTo(new Found.ForEver());
    }
}
