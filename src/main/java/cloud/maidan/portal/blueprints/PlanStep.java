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
        REMOVED,
        /** Left for a person. */
        BY_HAND
    }

    /** What it does. */
    public enum Kind {
        FETCH_IMAGE(Change.CREATED),
        /** A name stands for another image than was confirmed before. */
        CHANGE_IMAGE(Change.CHANGED),
        MAKE_NETWORK(Change.CREATED),
        MAKE_VOLUME(Change.CREATED),
        MAKE_CONTAINER(Change.CREATED),
        REPLACE_CONTAINER(Change.CHANGED),
        START_CONTAINER(Change.CHANGED),
        STOP_CONTAINER(Change.CHANGED),
        REMOVE_CONTAINER(Change.REMOVED),
        REMOVE_NETWORK(Change.REMOVED),
        /** Authentik is told of a service that members sign in to. */
        WRITE_CLIENT(Change.CHANGED),
        REMOVE_CLIENT(Change.REMOVED),
        /** What nobody but a person can do, where Authentik is not ours; the operator does nothing. */
        CLIENT_BY_HAND(Change.BY_HAND);

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
