package cloud.maidan.portal.settings;

import cloud.maidan.portal.subject.Text;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a change.
 *
 * @param oldValue null when the portal was not shown it
 * @param oldSaid in words; why it was not shown where it was not
 * @param outcome null as long as it is under way
 * @param why what stood against it, or how the member does it; null when nothing did
 * @param page where the member does it; null when the portal does, or when there is none that we know
 */
record Item(
        String service,
        String setting,
        Text what,
        @Nullable String oldValue,
        Text oldSaid,
        String newValue,
        Text newSaid,
        @Nullable Outcome outcome,
        @Nullable Text why,
        @Nullable String page) {

    enum Outcome {
        DONE,
        REFUSED,
        /** Only the member can do it. */
        BY_MEMBER
    }

    /** The way back; only of what was done, whose old value is known. */
    Item reversed() {
        return new Item(
                service, setting, what, newValue, newSaid, Objects.requireNonNull(oldValue), oldSaid, null, null, null);
    }

    boolean byMember() {
        return outcome == Outcome.BY_MEMBER;
    }
}
