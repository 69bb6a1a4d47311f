package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Asks questions that do not depend on each other at the same time, four at most. */
final class SideBySide {

    private static final int AT_ONCE = 4;

    private SideBySide() {}

    /** The answers in the order of the questions. The first fault ends all of them. */
    static <T> List<T> ask(List<Supplier<T>> questions) {
        Semaphore room = new Semaphore(AT_ONCE);
        List<FutureTask<T>> asking = questions.stream()
                .map(question -> new FutureTask<>(() -> within(room, question)))
                .toList();
        asking.forEach(task -> Thread.ofVirtual().start(task));
        try {
            List<T> answers = new ArrayList<>();
            for (FutureTask<T> task : asking) {
                answers.add(task.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceFault(Fault.TIMED_OUT, null, "librechat: asking was interrupted", null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            asking.forEach(task -> task.cancel(true));
        }
    }

    private static <T> T within(Semaphore room, Supplier<T> question) throws InterruptedException {
        room.acquire();
        try {
            return question.get();
        } finally {
            room.release();
        }
    }
}
