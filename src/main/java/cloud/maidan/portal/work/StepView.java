package cloud.maidan.portal.work;

import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step as a page shows it.
 *
 * @param nextAt when it is tried again; null unless it waits for a time
 * @param why why it waits or needs a person; null otherwise
 */
public record StepView(
        StepId id,
        String kind,
        UUID about,
        String part,
        State state,
        int attempts,
        @Nullable Instant nextAt,
        @Nullable Text why) {

    public enum State {
        WAITING,
        RUNNING,
        RETRYING,
        NEEDS_ATTENTION,
        DONE,
        CANCELLED
    }
}
