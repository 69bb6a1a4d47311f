package cloud.maidan.portal.services.matrix;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How far an erasure got: {@code 1 sweeping <tally> <room>}. Holds ids of rooms and of deletions, and numbers. */
sealed interface ErasurePosition {

    /** Nothing was done. */
    record Unbegun() implements ErasurePosition {}

    /** It was counted, since afterwards nobody could. */
    record Counted(Tally tally, int tries) implements ErasurePosition {}

    /** Synapse deletes messages. @param id its name of that @param tries how often that was begun */
    record Redacting(Tally tally, int tries, String id) implements ErasurePosition {}

    /** What Synapse left is deleted one by one. @param room the last that is done; empty before the first */
    record Sweeping(Tally tally, String room) implements ErasurePosition {}

    /** Only the account is left. @param waits how often Synapse was not finished */
    record Closing(Tally tally, int waits) implements ErasurePosition {}

    String VERSION = "1";

    static ErasurePosition of(String handle) {
        if (handle.isEmpty()) {
            return new Unbegun();
        }
        List<String> parts = List.of(handle.split(" ", -1));
        return switch (VERSION.equals(parts.getFirst()) ? parts.get(1) : "") {
            case "counted" -> new Counted(Tally.of(parts.get(2)), Integer.parseInt(parts.get(3)));
            case "redacting" ->
                new Redacting(Tally.of(parts.get(2)), Integer.parseInt(parts.get(3)), decode(parts.get(4)));
            case "sweeping" -> new Sweeping(Tally.of(parts.get(2)), decode(parts.get(3)));
            case "closing" -> new Closing(Tally.of(parts.get(2)), Integer.parseInt(parts.get(3)));
            default -> throw new IllegalArgumentException("a handle of another version");
        };
    }

    default String handle() {
        return switch (this) {
            case Unbegun() -> "";
            case Counted(Tally tally, int tries) -> say("counted", tally, Integer.toString(tries));
            case Redacting(Tally tally, int tries, String id) -> say("redacting", tally, tries + " " + encode(id));
            case Sweeping(Tally tally, String room) -> say("sweeping", tally, encode(room));
            case Closing(Tally tally, int waits) -> say("closing", tally, Integer.toString(waits));
        };
    }

    private static String say(String where, Tally tally, String rest) {
        return VERSION + " " + where + " " + tally.text() + " " + rest;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
