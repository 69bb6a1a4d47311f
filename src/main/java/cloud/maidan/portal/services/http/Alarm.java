package cloud.maidan.portal.services.http;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stops something when its time is over, unless it was closed before. */
final class Alarm implements AutoCloseable {

    private final AtomicBoolean rang = new AtomicBoolean();
    private final Future<?> planned;

    private Alarm(Duration time, Runnable stop, ScheduledExecutorService alarms) {
        planned = alarms.schedule(
                () -> {
                    rang.set(true);
                    stop.run();
                },
                time.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    static Alarm in(Duration time, Runnable stop, ScheduledExecutorService alarms) {
        return new Alarm(time, stop, alarms);
    }

    boolean rang() {
        return rang.get();
    }

    @Override
    public void close() {
        planned.cancel(false);
    }
}
