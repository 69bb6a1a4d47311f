package cloud.maidan.portal.services.authentik;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How far an erasure got: {@code 1 counted <tally> <name>}. The username is Authentik's own key of events, and after the
 * account went nothing else finds them.
 */
sealed interface ErasurePosition {

    /** Nothing was done. */
    record Unbegun() implements ErasurePosition {}

    /** It was counted, since afterwards nobody could. */
    record Counted(Tally tally, String name) implements ErasurePosition {}

    /** The account is gone, and Authentik removes its events. @param waits how often it was not finished */
    record Deleted(Tally tally, String name, int waits) implements ErasurePosition {}

    String VERSION = "1";

    static ErasurePosition of(String handle) {
        if (handle.isEmpty()) {
            return new Unbegun();
        }
        List<String> parts = List.of(handle.split(" ", -1));
        return switch (VERSION.equals(parts.getFirst()) ? parts.get(1) : "") {
            case "counted" -> new Counted(Tally.of(parts.get(2)), decode(parts.get(3)));
            case "deleted" -> new Deleted(Tally.of(parts.get(2)), decode(parts.get(3)), Integer.parseInt(parts.get(4)));
            default -> throw new IllegalArgumentException("a handle of another version");
        };
    }

    default String handle() {
        return switch (this) {
            case Unbegun() -> "";
            case Counted(Tally tally, String name) -> VERSION + " counted " + tally.text() + " " + encode(name);
            case Deleted(Tally tally, String name, int waits) ->
                VERSION + " deleted " + tally.text() + " " + encode(name) + " " + waits;
        };
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
