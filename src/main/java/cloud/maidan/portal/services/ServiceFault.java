package cloud.maidan.portal.services;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A service did not answer as it should; the catalogue turns it into {@link Reply.Failed}, in one place. */
public class ServiceFault extends RuntimeException {

    private final Fault fault;
    private final @Nullable Instant retryAt;

    /** @param message for the log: never a member's data */
    public ServiceFault(Fault fault, @Nullable Instant retryAt, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.retryAt = retryAt;
    }

    public Fault fault() {
        return fault;
    }

    /** When the service asked to be left alone until. */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }
}
