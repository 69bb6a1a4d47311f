package cloud.maidan.portal.work;

import java.util.Optional;
import java.util.UUID;

/**
 * Carries out one kind of step. It may be called again at any time, also after a crash half way: calls outward must be
 * repeatable, changes in the database go through {@link StepRun#effect}.
 */
public interface StepTask {

    /** Stable dotted name, such as {@code requests.collect}. */
    String kind();

    /**
     * Whether the member asked for it, as with an export or an erasure, or it tells them something. Other work on the
     * data of a restricted member waits until the restriction ends (GDPR Art. 18(2)).
     */
    default boolean ownRequest() {
        return false;
    }

    /**
     * What follows when a person gives up a step of this kind, in the transaction that cancels it; empty when it cannot be
     * given up.
     */
    default Optional<Runnable> giveUp(UUID about, String part) {
        return Optional.empty();
    }

    /** A fault thrown from here is retried with growing pauses, then needs a person. */
    StepOutcome run(StepRun run);
}
