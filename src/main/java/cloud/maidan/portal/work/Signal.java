package cloud.maidan.portal.work;

import java.util.Optional;
import java.util.UUID;

/**
 * What the nodes tell each other through the database.
 *
 * @param due whether a step became due, besides something having moved
 */
record Signal(UUID about, boolean due) {

    private static final String DUE = "due ";
    private static final String MOVED = "moved ";

    static Signal due(UUID about) {
        return new Signal(about, true);
    }

    static Signal moved(UUID about) {
        return new Signal(about, false);
    }

    String payload() {
        return (due ? DUE : MOVED) + about;
    }

    /** Empty for what is not ours: anybody connected to the database can notify. */
    static Optional<Signal> parse(String payload) {
        boolean due = payload.startsWith(DUE);
        if (!due && !payload.startsWith(MOVED)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Signal(UUID.fromString(payload.substring((due ? DUE : MOVED).length())), due));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
