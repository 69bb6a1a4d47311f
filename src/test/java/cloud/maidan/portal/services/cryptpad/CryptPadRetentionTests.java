package cloud.maidan.portal.services.cryptpad;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.CryptPadStandIn;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention.Found;
import java.time.Period;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CryptPadRetentionTests {

    private final CryptPadStandIn standIn = CryptPadStandIn.start(0);
    private final CryptPadAdapter cryptpad = CryptPadServer.of(standIn).adapter();

    @AfterEach
    void stop() {
        standIn.close();
    }

    /** Unset means switched off: the rule says 90 days and nothing ever goes. */
    @Test
    void aRuleThatNobodyCarriesOutKeepsForEverUntilItIsSwitchedOn() {
        assertThat(cryptpad.found("archived")).isEqualTo(new Found.ForEver());

        assertThat(cryptpad.keep("archived", Period.ofDays(90), () -> {})).isEqualTo(new Applied.Done());

        assertThat(cryptpad.found("archived")).isEqualTo(new Found.Kept(Period.ofDays(90)));
        assertThat(cryptpad.keep("archived", Period.ofDays(90), () -> {})).isEqualTo(new Applied.AlreadySo());
        assertThat(cryptpad.keep("inactive-accounts", Period.ofYears(2), () -> {}))
                .isEqualTo(new Applied.Done());
    }

    @Test
    void aChangeBehindOurBackIsSeen() {
        cryptpad.keep("inactive-documents", Period.ofDays(30), () -> {});
        assertThat(cryptpad.found("inactive-documents")).isEqualTo(new Found.Kept(Period.ofDays(30)));

        standIn.rule("disableIntegratedEviction", true);
        assertThat(cryptpad.found("inactive-documents")).isEqualTo(new Found.ForEver());
        standIn.rule("disableIntegratedEviction", false);
        standIn.rule("inactiveTime", 365);

        assertThat(cryptpad.found("inactive-documents")).isEqualTo(new Found.Kept(Period.ofDays(365)));
    }
}
