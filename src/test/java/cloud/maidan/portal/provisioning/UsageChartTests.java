package cloud.maidan.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.provisioning.StandingRows.Sample;
import cloud.maidan.portal.provisioning.StandingRows.Standing;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageChartTests {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Standing CONTAINER =
            new Standing("maidan-small-web", "small", "sha256:first", "00", true, "healthy", NOW);

    @Test
    void memoryIsDrawnAgainstItsLimitOverADay() {
        UsageChart chart = UsageChart.of(
                CONTAINER,
                List.of(
                        new Sample(NOW.minus(StandingRows.KEPT.dividedBy(2)), 25, 100, 7),
                        new Sample(NOW, 50, 100, 9)));

        assertThat(chart.points()).isEqualTo("120.0,30.0 240.0,20.0");
        assertThat(chart.most()).isEqualTo(50);
        assertThat(chart.cpu()).isEqualTo(9);
    }

    @Test
    void oneSampleIsADashAndNoneIsNothing() {
        assertThat(UsageChart.of(CONTAINER, List.of(new Sample(NOW, 50, 100, 9)))
                        .points())
                .isEqualTo("234.0,20.0 240.0,20.0");
        assertThat(UsageChart.of(CONTAINER, List.of()).drawn()).isFalse();
    }
}
