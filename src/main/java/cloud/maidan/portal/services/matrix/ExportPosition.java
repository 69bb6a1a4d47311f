package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Cursor;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** How far an export got: {@code 1 records 3}, {@code 1 rooms <id> <pages> <token>}, {@code 1 files <list> <done>}. */
sealed interface ExportPosition {

    /** @param done how many of the small records are written */
    record Records(int done) implements ExportPosition {}

    /**
     * @param room the room being read; empty for the first
     * @param pages how many pages of it were read
     * @param token where its next page starts; empty at its beginning, and at its end when pages were read
     */
    record Rooms(String room, int pages, Optional<String> token) implements ExportPosition {

        boolean finished(String other) {
            return room.equals(other) && pages > 0 && token.isEmpty();
        }
    }

    /** @param from where the page of the list of files starts @param done how many files of the page are written */
    record Files(long from, int done) implements ExportPosition {}

    String VERSION = "1";

    static ExportPosition of(Cursor cursor) {
        if (cursor.atStart()) {
            return new Records(0);
        }
        List<String> parts = List.of(cursor.value().split(" ", -1));
        return switch (VERSION.equals(parts.getFirst()) ? parts.get(1) : "") {
            case "records" -> new Records(Integer.parseInt(parts.get(2)));
            case "rooms" ->
                new Rooms(
                        decode(parts.get(2)),
                        Integer.parseInt(parts.get(3)),
                        Optional.of(decode(parts.get(4))).filter(token -> !token.isEmpty()));
            case "files" -> new Files(Long.parseLong(parts.get(2)), Integer.parseInt(parts.get(3)));
            default -> throw new IllegalArgumentException("a cursor of another version");
        };
    }

    default Cursor cursor() {
        String where = switch (this) {
            case Records(int done) -> "records " + done;
            case Rooms(String room, int pages, Optional<String> token) ->
                "rooms " + encode(room) + " " + pages + " " + encode(token.orElse(""));
            case Files(long from, int done) -> "files " + from + " " + done;
        };
        return new Cursor(VERSION + " " + where);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
