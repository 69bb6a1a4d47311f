package cloud.maidan.portal.work;

/**
 * Carries out one kind of step. It may be called again at any time, also after a crash half way: calls outward must be
 * repeatable, changes in the database go through {@link StepRun#effect}.
 */
public interface StepTask {

    /** Stable dotted name, such as {@code requests.collect}. */
    String kind();

    /** A fault thrown from here is retried with growing pauses, then needs a person. */
    StepOutcome run(StepRun run);
}
