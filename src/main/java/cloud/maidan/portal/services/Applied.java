package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What came of telling a service to be set in some way. */
public sealed interface Applied {

    /**
     * Changes a setting unless it is so already, and asks the service whether it took it.
     *
     * @param differs what to say when it is not as wanted; asked before and after, empty when it is
     * @param change empty when it was sent, otherwise why the service does not take it
     */
    static Applied set(Supplier<Optional<Text>> differs, Turn turn, Supplier<Optional<Text>> change) {
        if (differs.get().isEmpty()) {
            return new AlreadySo();
        }
        turn.stillMine();
        return change.get().or(differs).<Applied>map(Refused::new).orElseGet(Done::new);
    }

    /** The service has it now, and said so when it was asked again. */
    record Done() implements Applied {}

    /** The service had it before; nothing was changed. */
    record AlreadySo() implements Applied {}

    /**
     * The service reads it from a file when it starts, so a person, or a {@link ServiceOverlay}, writes it and restarts the
     * service.
     *
     * @param file the service's own name of it, such as {@code homeserver.yaml}, or {@code the environment}
     * @param key from the top of the file, such as {@code media_retention.remote_media_lifetime}
     * @param value as it is written there; empty: the key must not stand there
     */
    record ByHand(String file, String key, String value) implements Applied {}

    /**
     * The operator of services wrote it, and the service is well with it.
     *
     * @param at when the service was well again
     */
    record Written(ByHand setting, Instant at) implements Applied {}

    /** The service does not take it. @param why what stands against it and what to do, in a sentence */
    record Refused(Text why) implements Applied {}
}
