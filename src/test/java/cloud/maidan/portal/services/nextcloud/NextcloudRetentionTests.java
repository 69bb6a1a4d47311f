package cloud.maidan.portal.services.nextcloud;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.NextcloudStandIn;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention.Found;
import java.time.Period;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NextcloudRetentionTests {

    private final NextcloudStandIn standIn = NextcloudStandIn.start(0);
    private final NextcloudAdapter nextcloud = NextcloudServer.of(standIn).adapter();

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void theTrashOfCalendarsIsSetInSecondsAndAChangeBehindOurBackIsSeen() {
        assertThat(nextcloud.found("calendar-trash")).isEqualTo(new Found.Kept(Period.ofDays(30)));

        assertThat(nextcloud.keep("calendar-trash", Period.ofDays(7), () -> {})).isEqualTo(new Applied.Done());

        assertThat(standIn.ocs().app("dav", "calendarRetentionObligation")).isEqualTo("604800");
        assertThat(nextcloud.keep("calendar-trash", Period.ofDays(7), () -> {})).isEqualTo(new Applied.AlreadySo());
        standIn.ocs().setApp("dav", "calendarRetentionObligation", "31536000");
        assertThat(nextcloud.found("calendar-trash")).isEqualTo(new Found.Kept(Period.ofDays(365)));
        standIn.ocs().setApp("dav", "calendarRetentionObligation", "soon");
        assertThat(nextcloud.found("calendar-trash")).isEqualTo(new Found.Unsaid());
    }

    /** "auto" alone keeps for ever while there is room, so a promise needs the second number. */
    @Test
    void whatStandsInTheFileIsSaidWithKeyAndValue() {
        assertThat(nextcloud.keep("trash", Period.ofDays(30), () -> {}))
                .isEqualTo(new Applied.ByHand("config/config.php", "trashbin_retention_obligation", "'auto, 30'"));
        assertThat(nextcloud.keep("activity", Period.ofDays(30), () -> {}))
                .isEqualTo(new Applied.ByHand("config/config.php", "activity_expire_days", "30"));
        assertThat(nextcloud.found("trash")).isEqualTo(new Found.Unsaid());
    }
}
