package cloud.maidan.portal.work;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Those on this node who want to know when something moved. */
@Component
class Watchers {

    private static final Logger log = LoggerFactory.getLogger(Watchers.class);

    private final Map<UUID, Set<Watcher>> watchers = new ConcurrentHashMap<>();

    Steps.Watch add(UUID about, Runnable moved) {
        Watcher watcher = new Watcher(moved);
        watchers.computeIfAbsent(about, key -> ConcurrentHashMap.newKeySet()).add(watcher);
        return () -> watchers.computeIfPresent(about, (key, present) -> {
            present.remove(watcher);
            return present.isEmpty() ? null : present;
        });
    }

    void tell(UUID about) {
        watchers.getOrDefault(about, Set.of()).forEach(Watcher::tell);
    }

    void tellAll() {
        watchers.values().forEach(present -> present.forEach(Watcher::tell));
    }

    /** One callback at a time; what moves meanwhile leads to one more call. */
    private static class Watcher {

        private final Runnable moved;
        private final AtomicBoolean waiting = new AtomicBoolean();
        private final ReentrantLock calling = new ReentrantLock();

        Watcher(Runnable moved) {
            this.moved = moved;
        }

        void tell() {
            if (waiting.compareAndSet(false, true)) {
                Thread.ofVirtual().name("watcher").start(this::call);
            }
        }

        private void call() {
            calling.lock();
            try {
                waiting.set(false);
                moved.run();
            } catch (RuntimeException e) {
                log.warn("A watcher failed", e);
            } finally {
                calling.unlock();
            }
        }
    }
}
