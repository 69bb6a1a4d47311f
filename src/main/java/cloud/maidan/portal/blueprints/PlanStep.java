package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.subject.Text;
import java.util.Locale;

/**
 * One thing a plan does.
 *
 * @param subject name of what is made, changed or removed
 * @param detail such as the image of a container; may be empty
 */
public record PlanStep(Kind kind, String subject, String detail) {

    /** How it changes what is there. */
    public enum Change {
        CREATED,
        CHANGED,
        REMOVED
    }

    /** What it does. */
    public enum Kind {
        FETCH_IMAGE(Change.CREATED),
        MAKE_NETWORK(Change.CREATED),
        MAKE_VOLUME(Change.CREATED),
        MAKE_CONTAINER(Change.CREATED),
        REPLACE_CONTAINER(Change.CHANGED),
        START_CONTAINER(Change.CHANGED),
        STOP_CONTAINER(Change.CHANGED),
        REMOVE_CONTAINER(Change.REMOVED),
        REMOVE_NETWORK(Change.REMOVED);

        private final Change change;

        Kind(Change change) {
            this.change = change;
        }

        public Change change() {
            return change;
        }
    }

    public Text said() {
        return Text.of("blueprints.step." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), subject, detail);
    }
}
