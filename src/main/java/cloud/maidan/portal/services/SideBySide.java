package cloud.maidan.portal.services;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Questions to one service that do not depend on each other, four at a time. Closing ends those that are still open, so
 * whoever stops waiting, or meets a fault, stops them all.
 */
public final class SideBySide implements AutoCloseable {

    private static final int AT_ONCE = 4;
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(1);

    private final ServiceId service;
    private final ExecutorService threads;
    private final long end;

    /** Waits as long as each question itself does. */
    public SideBySide(ServiceId service) {
        this(service, AS_LONG_AS_IT_TAKES);
    }

    /** @param within longest wait for all answers together */
    public SideBySide(ServiceId service, Duration within) {
        this.service = service;
        this.threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("asks-" + service + "-", 0).factory());
        this.end = System.nanoTime() + within.toNanos();
    }

    /**
     * Begins to ask. The answer waits for its question and throws the fault it ended with.
     *
     * @throws ServiceFault {@link Fault#TIMED_OUT}, from the answer, when the time is over or the waiting is interrupted
     */
    public <T> Supplier<T> ask(Supplier<T> question) {
        Future<T> answer = threads.submit(question::get);
        return () -> await(answer);
    }

    /** All answers, in the order of the questions. */
    public <T> List<T> all(List<Supplier<T>> questions) {
        return questions.stream().map(this::ask).toList().stream()
                .map(Supplier::get)
                .toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private <T> T await(Future<T> answer) {
        try {
            return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw givenUp();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw givenUp();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException("asking " + service + " ended the thread", e.getCause());
        }
    }

    private ServiceFault givenUp() {
        return new ServiceFault(Fault.TIMED_OUT, null, service + ": waiting for answers was given up", null);
    }
}
