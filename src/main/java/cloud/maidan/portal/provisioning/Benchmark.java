package cloud.maidan.portal.provisioning;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The twenty-five checks of containers and three of images that make up the score. */
final class Benchmark {

    /** In the order of their numbers. */
    static final List<HardeningCheck> CHECKS = Stream.of(ImageChecks.TABLE, ConfinementChecks.TABLE, ReachChecks.TABLE)
            .flatMap(List::stream)
            .sorted(Comparator.comparingInt(HardeningCheck::order))
            .toList();

    private Benchmark() {}

    static List<Finding> on(Sight sight) {
        return CHECKS.stream().map(check -> check.on(sight)).toList();
    }
}
