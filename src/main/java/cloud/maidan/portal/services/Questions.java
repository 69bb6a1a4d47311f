package cloud.maidan.portal.services;

import cloud.maidan.portal.services.Reply.Failed;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what goes wrong while a service is asked becomes a value, and where waiting ends. */
final class Questions {

    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

    private Questions() {}

    /** Asks on a thread of its own, which is interrupted when the time is over. */
    static <T> Reply<T> put(ServiceId service, Duration within, Supplier<Reply<T>> question) {
        FutureTask<Reply<T>> asking = new FutureTask<>(() -> answer(service, question));
        Thread.ofVirtual().name("asks-" + service).start(asking);
        try {
            return asking.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asking.cancel(true);
            return new Failed<>(Fault.TIMED_OUT, Optional.empty());
        } catch (InterruptedException e) {
            asking.cancel(true);
            Thread.currentThread().interrupt();
            return new Failed<>(Fault.TIMED_OUT, Optional.empty());
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking " + service + " ended the thread", e.getCause());
        }
    }

    private static <T> Reply<T> answer(ServiceId service, Supplier<Reply<T>> question) {
        try {
            return question.get();
        } catch (ServiceFault e) {
            LOG.warn("{}: {}", e.fault(), e.getMessage());
            return new Failed<>(e.fault(), e.retryAt());
        } catch (RuntimeException e) {
            // its text may quote a member's data, so only its kind and place are written down
            StackTraceElement[] stack = e.getStackTrace();
            LOG.error(
                    "asking {} broke, reference {}: {} at {}",
                    service,
                    UUID.randomUUID(),
                    e.getClass().getName(),
                    stack.length == 0 ? "an unknown place" : stack[0]);
            return new Failed<>(Fault.BROKEN, Optional.empty());
        }
    }
}
