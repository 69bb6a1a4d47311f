package cloud.maidan.portal.requests;

import cloud.maidan.portal.work.Steps;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages when a running export moved: at once when a service's state changed, every five seconds when only
 * numbers grew.
 */
@Component
class ExportStreams implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ExportStreams.class);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration CALM = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofSeconds(15);
    private static final Duration BREATH = Duration.ofMillis(300);

    private final ExportDesk desk;
    private final ExportPages pages;
    private final Steps steps;
    private final int most;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    ExportStreams(ExportDesk desk, ExportPages pages, Steps steps, RequestsProperties properties) {
        this.desk = desk;
        this.pages = pages;
        this.steps = steps;
        this.most = properties.streams();
    }

    /** Empty when too many are open; the page then asks by itself. */
    Optional<SseEmitter> open(ExportRequest export) {
        if (open.size() >= most) {
            return Optional.empty();
        }
        Stream stream = new Stream(export.getId());
        open.add(stream);
        Thread.ofVirtual().name("export-stream").start(stream::follow);
        return Optional.of(stream.emitter);
    }

    @Override
    public void start() {
        running = true;
    }

    /** Open streams would hold up the web server's graceful end. */
    @Override
    public void stop() {
        running = false;
        open.forEach(Stream::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private class Stream {

        private final UUID export;
        private final SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
        private final Semaphore moved = new Semaphore(0);
        private volatile boolean closed;

        Stream(UUID export) {
            this.export = export;
            emitter.onCompletion(this::close);
            emitter.onTimeout(this::close);
            emitter.onError(fault -> close());
        }

        void close() {
            closed = true;
            moved.release();
        }

        void follow() {
            try (var watching = steps.watch(export, moved::release)) {
                tell();
                emitter.complete();
            } catch (IOException | IllegalStateException e) {
                // The page was closed.
                log.debug("A page went away", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (DataAccessException e) {
                log.warn("An export cannot be followed: {}", e.getClass().getSimpleName());
                emitter.completeWithError(e);
            } finally {
                open.remove(this);
            }
        }

        private void tell() throws IOException, InterruptedException {
            String said = null;
            long saidBytes = -1;
            long saidAt = 0;
            while (!closed) {
                ExportPage page = desk.find(export).map(pages::page).orElse(null);
                if (page == null || !page.running()) {
                    emitter.send(SseEmitter.event().name("finished").data("100"));
                    return;
                }
                boolean calm = System.nanoTime() - saidAt >= CALM.toNanos();
                boolean grown = page.bytes() != saidBytes;
                if (!page.signature().equals(said) || grown && calm) {
                    emitter.send(SseEmitter.event().name("progress").data(Integer.toString(page.percent())));
                    said = page.signature();
                    saidBytes = page.bytes();
                    saidAt = System.nanoTime();
                    grown = false;
                }
                rest(grown ? CALM : QUIET);
            }
        }

        private void rest(Duration atMost) throws IOException, InterruptedException {
            Thread.sleep(BREATH);
            if (!moved.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                emitter.send(SseEmitter.event().comment("still here"));
            }
            moved.drainPermits();
        }
    }
}
