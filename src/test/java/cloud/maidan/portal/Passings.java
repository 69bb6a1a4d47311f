package cloud.maidan.portal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The moments at which requests pass the gates, counted as they come; at the chosen one the request waits. */
final class Passings {

    private final Map<String, Integer> counts = new HashMap<>();
    private final List<String> passed = new ArrayList<>();
    private @Nullable String chosen;
    private CountDownLatch reached = new CountDownLatch(1);
    private CountDownLatch goingOn = new CountDownLatch(0);

    void passing(String moment) throws InterruptedException {
        CountDownLatch until;
        synchronized (this) {
            String point = moment + "#" + counts.merge(moment, 1, Integer::sum);
            passed.add(point);
            if (!point.equals(chosen)) {
                return;
            }
            reached.countDown();
            until = goingOn;
        }
        until.await();
    }

    synchronized void choose(String point) {
        forget();
        chosen = point;
        reached = new CountDownLatch(1);
        goingOn = new CountDownLatch(1);
    }

    synchronized void forget() {
        counts.clear();
        passed.clear();
        chosen = null;
    }

    boolean chosenReachedWithin(Duration time) throws InterruptedException {
        CountDownLatch until;
        synchronized (this) {
            until = reached;
        }
        return until.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void goOn() {
        chosen = null;
        goingOn.countDown();
    }

    synchronized List<String> passed() {
        return List.copyOf(passed);
    }
}
