package cloud.maidan.portal.work;

import cloud.maidan.portal.subject.Text;
import java.time.Instant;

/** How a run of a step ended. */
public sealed interface StepOutcome {

    record Done() implements StepOutcome {}

    /** Not finished: run it again at the given time. */
    record Again(Instant at, Text why) implements StepOutcome {}

    /** Cannot go on without a person. */
    record NeedsAttention(Text why) implements StepOutcome {}
}
