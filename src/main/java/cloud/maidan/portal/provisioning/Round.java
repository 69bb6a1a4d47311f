package cloud.maidan.portal.provisioning;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Does the same again and again on a thread of its own, until the process goes down. */
final class Round implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final String name;
    private final Duration pace;
    private final boolean wanted;
    private final BooleanSupplier turn;
    private volatile @Nullable Thread thread;

    /**
     * @param pace between two turns, unless the last one says that there is more to do
     * @param wanted whether it runs at all
     * @param turn true when there may be more to do
     */
    Round(String name, Duration pace, boolean wanted, BooleanSupplier turn) {
        this.name = name;
        this.pace = pace;
        this.wanted = wanted;
        this.turn = turn;
    }

    @Override
    public void start() {
        if (wanted) {
            Thread running = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
            thread = running;
            running.start();
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(FAREWELL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (Thread.currentThread().equals(thread)) {
            boolean more = false;
            try {
                more = turn.getAsBoolean();
            } catch (RuntimeException e) {
                // the edge of the job: a database or an engine that is gone is tried again at the next turn
                LOG.warn("{} did not get on this time: {}", name, e.toString());
            }
            if (!more) {
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(pace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
