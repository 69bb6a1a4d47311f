package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A few questions at once, all within one time. Closing it ends those that are still open. */
final class SideBySide implements AutoCloseable {

    private static final int AT_ONCE = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("asks-authentik-", 0).factory());
    private final long end;

    SideBySide(Duration within) {
        this.end = System.nanoTime() + within.toNanos();
    }

    /** Begins to ask. The answer waits for its question and throws the fault it ended with. */
    <T> Supplier<T> ask(Supplier<T> question) {
        Future<T> answer = threads.submit(question::get);
        return () -> await(answer);
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
            throw new IllegalStateException("asking authentik ended the thread", e.getCause());
        }
    }

    private static ServiceFault givenUp() {
        return new ServiceFault(Fault.TIMED_OUT, null, "authentik: given up", null);
    }
}
