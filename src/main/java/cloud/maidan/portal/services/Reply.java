package cloud.maidan.portal.services;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What came of asking a service about a member. Empty is never a fault and a fault is never empty. */
public sealed interface Reply<T> {

    record Answered<T>(T value, Instant asOf) implements Reply<T> {}

    record NoAccount<T>() implements Reply<T> {}

    record Ambiguous<T>() implements Reply<T> {}

    record NotConfigured<T>() implements Reply<T> {}

    record Failed<T>(Fault fault, Optional<Instant> retryAt) implements Reply<T> {}

    /** The same reply about something else; only an answer changes. */
    default <R> Reply<R> map(Function<T, R> change) {
        return switch (this) {
            case Answered<T>(T value, Instant asOf) -> new Answered<>(change.apply(value), asOf);
            case NoAccount<T>() -> new NoAccount<>();
            case Ambiguous<T>() -> new Ambiguous<>();
            case NotConfigured<T>() -> new NotConfigured<>();
            case Failed<T>(Fault fault, Optional<Instant> retryAt) -> new Failed<>(fault, retryAt);
        };
    }
}
