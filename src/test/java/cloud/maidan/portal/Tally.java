package cloud.maidan.portal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts kills, and what came of them. */
final class Tally {

    private final Map<String, Integer> kinds = new TreeMap<>();
    private final Map<String, Integer> tried = new TreeMap<>();
    private final List<Duration> resumed = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int portals;
    private int databases;
    private int sleeps;
    private int expected;
    private int seen;
    private int doubled;
    private int lost;

    void kinds(String deed, int there, int chosen) {
        kinds.put(deed, there);
        tried.merge(deed, chosen, Math::max);
    }

    void portalKilled() {
        portals++;
    }

    void databaseKilled() {
        databases++;
    }

    void asleep() {
        sleeps++;
    }

    void effects(int expected, int seen, int doubled, int lost) {
        this.expected += expected;
        this.seen += seen;
        this.doubled += doubled;
        this.lost += lost;
    }

    /** @param afterwards after a worker was ready; negative when it was at work before it said so */
    void resumed(Duration afterwards) {
        resumed.add(afterwards);
    }

    void failed(String what, Throwable why) {
        failures.add(what + ": " + why);
    }

    List<String> failures() {
        return failures;
    }

    String told() {
        List<Duration> sorted = new ArrayList<>(resumed);
        Collections.sort(sorted);
        return "kinds of points %s, killed at %s; kills: portal %d, database %d; sleeps %d; effects: expected %d, seen %d, doubled %d, lost %d; at work after a worker was ready: min %s, median %s, max %s ms; failed %d"
                .formatted(
                        kinds,
                        tried,
                        portals,
                        databases,
                        sleeps,
                        expected,
                        seen,
                        doubled,
                        lost,
                        at(sorted, 0),
                        at(sorted, sorted.size() / 2),
                        at(sorted, sorted.size() - 1),
                        failures.size());
    }

    private static String at(List<Duration> sorted, int place) {
        return sorted.isEmpty() ? "-" : Long.toString(sorted.get(place).toMillis());
    }
}
