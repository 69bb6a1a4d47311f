package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Numbers;
import java.util.List;

/**
 * What an erasure found before it began, by number.
 *
 * @param settings of rooms, which stay
 * @param stuck events that nobody of this server has the right to delete
 * @param shared rooms with people of other servers
 */
record Tally(
        long messages, long reactions, long others, long files, long devices, long settings, long stuck, long shared) {

    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

    static Tally of(String text) {
        List<Long> numbers = Numbers.of(text, 8);
        return new Tally(
                numbers.get(0),
                numbers.get(1),
                numbers.get(2),
                numbers.get(3),
                numbers.get(4),
                numbers.get(5),
                numbers.get(6),
                numbers.get(7));
    }

    String text() {
        return Numbers.text(messages, reactions, others, files, devices, settings, stuck, shared);
    }

    Tally with(Trace trace) {
        return switch (trace) {
            case MESSAGE -> plus(1, 0, 0, 0, 0);
            case REACTION -> plus(0, 1, 0, 0, 0);
            case OTHER -> plus(0, 0, 1, 0, 0);
            case SETTING -> plus(0, 0, 0, 1, 0);
            case EMPTY -> this;
        };
    }

    /** One that was counted cannot go. */
    Tally without(Trace trace) {
        return switch (trace) {
            case MESSAGE -> plus(-1, 0, 0, 0, 1);
            case REACTION -> plus(0, -1, 0, 0, 1);
            case OTHER -> plus(0, 0, -1, 0, 1);
            case SETTING, EMPTY -> this;
        };
    }

    /** One that was counted stays, since it is held. */
    Tally sparing(Trace trace) {
        Tally left = without(trace);
        return new Tally(left.messages, left.reactions, left.others, files, devices, settings, stuck, shared);
    }

    Tally withFiles(long files) {
        return new Tally(messages, reactions, others, files, devices, settings, stuck, shared);
    }

    Tally beside(long files, long devices, long shared) {
        return new Tally(messages, reactions, others, files, devices, settings, stuck, shared);
    }

    private Tally plus(long message, long reaction, long other, long setting, long stays) {
        return new Tally(
                Math.max(0, messages + message),
                Math.max(0, reactions + reaction),
                Math.max(0, others + other),
                files,
                devices,
                settings + setting,
                stuck + stays,
                shared);
    }

    boolean nothingGoes() {
        return messages + reactions + others + files + devices == 0;
    }
}
