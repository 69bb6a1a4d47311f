package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** A few questions at once. Closing it ends those that are still open. */
final class SideBySide implements AutoCloseable {

    private static final int AT_ONCE = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("asks-authentik-", 0).factory());

    /** Begins to ask. The answer waits for its question and throws the fault it ended with. */
    <T> Supplier<T> ask(Supplier<T> question) {
        Future<T> answer = threads.submit(question::get);
        return () -> await(answer);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static <T> T await(Future<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceFault(Fault.TIMED_OUT, null, "authentik: given up", null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException("asking authentik ended the thread", e.getCause());
        }
    }
}
