package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.provisioning.StandingRows.Sample;
import cloud.maidan.portal.provisioning.StandingRows.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a container used in the last hours, drawn into a box of 240 by 40.
 *
 * @param points of the line of memory against its limit
 * @param memory bytes at last, {@code most} at its highest
 * @param cpu thousandths of a processor at last
 */
record UsageChart(Standing container, String points, long memory, long most, long limit, int cpu) {

    private static final double WIDTH = 240;
    private static final double HEIGHT = 40;
    /** How long a line is that has one sample only. */
    private static final double DASH = 6;

    static UsageChart of(Standing container, List<Sample> samples) {
        if (samples.isEmpty()) {
            return new UsageChart(container, "", 0, 0, 0, 0);
        }
        Sample last = samples.getLast();
        double span = StandingRows.KEPT.toSeconds();
        String points = samples.stream()
                .map(each -> {
                    double ago = Duration.between(each.at(), last.at()).toSeconds();
                    return point(WIDTH * (1 - Math.min(1, ago / span)), each);
                })
                .collect(Collectors.joining(" "));
        if (samples.size() == 1) {
            points = point(WIDTH - DASH, last) + " " + points;
        }
        long most = samples.stream().mapToLong(Sample::memory).max().orElse(0);
        return new UsageChart(container, points, last.memory(), most, last.limit(), last.cpu());
    }

    private static String point(double x, Sample sample) {
        double full = sample.limit() == 0 ? 0 : Math.min(1, (double) sample.memory() / sample.limit());
        return String.format(Locale.ROOT, "%.1f,%.1f", x, HEIGHT * (1 - full));
    }

    public boolean drawn() {
        return !points.isEmpty();
    }
}
