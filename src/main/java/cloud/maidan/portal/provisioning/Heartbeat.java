package cloud.maidan.portal.provisioning;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a lease while its work is done, however long one step takes. Whoever is killed renews no more. */
final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final int BEATS = 4;

    private final Thread thread;

    /** @param renewal what each beat does; when it fails, the next one tries again */
    Heartbeat(Duration lease, Runnable renewal) {
        thread = Thread.ofVirtual().name("heartbeat").start(() -> beat(lease.dividedBy(BEATS), renewal));
    }

    private static void beat(Duration pace, Runnable renewal) {
        try {
            while (true) {
                Thread.sleep(pace);
                try {
                    renewal.run();
                } catch (RuntimeException e) {
                    LOG.warn("A lease was not renewed this time: {}", e.toString());
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
