package cloud.maidan.portal.services.peertube;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.PeerTubeStandIn;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention.Found;
import cloud.maidan.portal.subject.Text;
import java.time.Period;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerTubeRetentionTests {

    private final PeerTubeStandIn standIn = PeerTubeStandIn.start(0, PeerTubeServer.CLOCK);
    private final PeerTubeAdapter peertube = PeerTubeServer.of(standIn).adapter();

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void onlyTheOneNumberChangesAndAChangeBehindOurBackIsSeen() {
        String before = standIn.federating().all();
        assertThat(peertube.found("archives")).isEqualTo(new Found.Kept(Period.ofDays(2)));

        assertThat(peertube.keep("archives", Period.ofDays(1), () -> {})).isEqualTo(new Applied.Done());

        assertThat(standIn.federating().all()).isEqualTo(before.replace("172800000", "86400000"));
        assertThat(peertube.keep("archives", Period.ofDays(1), () -> {})).isEqualTo(new Applied.AlreadySo());
        standIn.federating().expireArchivesAfter(30 * 86_400_000L);
        assertThat(peertube.found("archives")).isEqualTo(new Found.Kept(Period.ofDays(30)));
    }

    @Test
    void anEnvironmentVariableThatWinsIsNoticed() {
        standIn.federating().override();

        assertThat(peertube.keep("archives", Period.ofDays(1), () -> {}))
                .isEqualTo(new Applied.Refused(Text.of("peertube.retention.overridden")));
    }

    @Test
    void aClosedConfigurationIsSaidToBeClosed() {
        standIn.federating().closeToEdits();

        assertThat(peertube.keep("archives", Period.ofDays(1), () -> {}))
                .isEqualTo(new Applied.Refused(Text.of("peertube.retention.switched-off")));
    }

    @Test
    void whatStandsInTheFileIsSaidWithKeyAndValue() {
        assertThat(peertube.found("history")).isEqualTo(new Found.Unsaid());
        assertThat(peertube.keep("history", Period.ofDays(90), () -> {}))
                .isEqualTo(new Applied.ByHand("production.yaml", "history.videos.max_age", "'90 days'"));
    }
}
