package cloud.maidan.portal.grown;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long every page takes in a small community and in one that has grown, in turns on one server; then how its
 * statements were carried out there. Run by {@code docs/benchmarks/growth.sh}; arguments: members, events, rounds, and
 * an expression for the pages when not all are wanted.
 */
final class GrowthBenchmark {

    private static final int SMALL_MEMBERS = 1000;
    private static final long SMALL_EVENTS = 10_000;
    private static final int WARMING_UP = 50;
    private static final long MOST = 10_000;
    private static final int ATTEMPTS = 3;
    private static final double MOST_AT_P50 = 1.3;
    private static final double MOST_AT_P99 = 2;

    private GrowthBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int members = Integer.parseInt(arguments[0]);
        long events = Long.parseLong(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        try (GrownPortal small = GrownPortal.start(SMALL_MEMBERS, SMALL_EVENTS, false);
                GrownPortal grown = GrownPortal.start(members, events, false)) {
            System.out.println("| page | small: p50, p95, p99 | grown: p50, p95, p99 | p50 | p99 |\n|-|-|-|-|-|");
            for (Visit visit : grown.visits()) {
                if (arguments.length > 3 && !visit.toString().matches(arguments[3])) {
                    continue;
                }
                // a busy machine makes one page in a hundred late on either side
                for (int attempt = 0; attempt < ATTEMPTS && !time(visit, small, grown, rounds); attempt++) {}
            }
            Looked looked = Looked.at(grown, MOST);
            System.out.printf("%d pages, %d statements%n", grown.visits().size(), looked.statements());
            looked.faults().forEach(fault -> System.out.println("fault: " + fault));
        }
        System.exit(0);
    }

    /** Whether it took no longer than the goal says. */
    private static boolean time(Visit visit, GrownPortal small, GrownPortal grown, int rounds) throws SQLException {
        small.refresh();
        grown.refresh();
        String before = small.address(visit);
        String after = grown.address(visit);
        long[] first = new long[rounds];
        long[] then = new long[rounds];
        for (int round = -WARMING_UP; round < rounds; round++) {
            long one = took(small, visit, before);
            long other = took(grown, visit, after);
            if (round >= 0) {
                first[round] = one;
                then[round] = other;
            }
        }
        Arrays.sort(first);
        Arrays.sort(then);
        double p50 = part(then, 50) / part(first, 50);
        double p99 = part(then, 99) / part(first, 99);
        System.out.printf(
                Locale.ROOT,
                "| `%s`, %s | %s | %s | %.2f | %.2f |%n",
                visit.route(),
                visit.what(),
                said(first),
                said(then),
                p50,
                p99);
        return p50 <= MOST_AT_P50 && p99 <= MOST_AT_P99;
    }

    private static long took(GrownPortal portal, Visit visit, String address) {
        long start = System.nanoTime();
        int status = portal.get(visit.who(), address).statusCode();
        if (status != 200) {
            throw new IllegalStateException(address + " answered " + status);
        }
        return System.nanoTime() - start;
    }

    private static String said(long[] sorted) {
        return String.format(Locale.ROOT, "%.1f, %.1f, %.1f ms", part(sorted, 50), part(sorted, 95), part(sorted, 99));
    }

    private static double part(long[] sorted, int percent) {
        return sorted[(sorted.length - 1) * percent / 100] / 1e6;
    }
}
