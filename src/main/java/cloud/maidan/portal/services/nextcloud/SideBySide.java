package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Asks what does not depend on each other at the same time, four questions at most; closing stops what still runs. */
final class SideBySide implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(4);

    /** A question that was asked. */
    @FunctionalInterface
    interface Asked<T> {

        /** Waits for the answer; what went wrong is thrown here. */
        T answer();
    }

    <T> Asked<T> ask(Supplier<T> question) {
        Future<T> future = threads.submit(() -> {
            places.acquire();
            try {
                return question.get();
            } finally {
                places.release();
            }
        });
        return () -> wait(future);
    }

    /** All answers, in the order of the questions. */
    <T> List<T> all(List<Supplier<T>> questions) {
        return questions.stream().map(this::ask).toList().stream()
                .map(Asked::answer)
                .toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static <T> T wait(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceFault(Fault.TIMED_OUT, null, "nextcloud: stopped while waiting for answers", null);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException broken ? broken : new IllegalStateException(e.getCause());
        }
    }
}
