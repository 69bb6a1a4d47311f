package cloud.maidan.portal.services;

import cloud.maidan.portal.services.Reply.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Leaves a service alone for a while when it failed everybody several times in a row, or asked for it. */
final class Rest {

    private final int after;
    private final Duration length;
    private final Map<ServiceId, Failures> failures = new ConcurrentHashMap<>();

    private record Failures(
            int inARow, Fault last, @Nullable Instant until) {}

    Rest(int after, Duration length) {
        this.after = after;
        this.length = length;
    }

    /** The fault to answer with instead of asking; empty when the service may be asked. */
    Optional<Failed<DataSummary>> of(ServiceId service, Instant now) {
        Failures failed = failures.get(service);
        return failed == null || failed.until == null || !failed.until.isAfter(now)
                ? Optional.empty()
                : Optional.of(new Failed<>(failed.last, Optional.of(failed.until)));
    }

    void learn(ServiceId service, Reply<?> reply, Instant now) {
        if (reply instanceof Failed<?>(Fault fault, Optional<Instant> retryAt)
                && fault.worthRetrying()
                && fault != Fault.MEMBER_AWAY) {
            failures.compute(service, (id, before) -> {
                int inARow = before == null ? 1 : before.inARow + 1;
                Instant resting = inARow >= after && !length.isZero() ? now.plus(length) : null;
                return new Failures(inARow, fault, resting);
            });
        } else {
            failures.remove(service);
        }
    }
}
