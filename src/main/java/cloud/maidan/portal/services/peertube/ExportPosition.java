package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Cursor;
import java.util.List;

/**
 * How far an export got: {@code 1 records 2}, {@code 1 lists <list> <start>}, {@code 1 videos <start> <done>},
 * {@code 1 archive <round> <id> <offset>}.
 */
sealed interface ExportPosition {

    /** @param done how many of the small records are written */
    record Records(int done) implements ExportPosition {}

    /** @param list which of the lists @param start how many of its rows are written */
    record Lists(int list, long start) implements ExportPosition {}

    /** @param start where the page of videos starts @param done how many files of the page are written */
    record Videos(long start, int done) implements ExportPosition {}

    /**
     * @param round how many archives were begun before: one that was replaced meanwhile is read anew, beside the first
     * @param archive PeerTube's number of it; empty while there is none
     * @param offset the byte at which the next entry begins
     */
    record Archive(int round, String archive, long offset) implements ExportPosition {}

    String VERSION = "1";

    static ExportPosition of(Cursor cursor) {
        if (cursor.atStart()) {
            return new Records(0);
        }
        List<String> parts = List.of(cursor.value().split(" ", -1));
        return switch (VERSION.equals(parts.getFirst()) ? parts.get(1) : "") {
            case "records" -> new Records(Integer.parseInt(parts.get(2)));
            case "lists" -> new Lists(Integer.parseInt(parts.get(2)), Long.parseLong(parts.get(3)));
            case "videos" -> new Videos(Long.parseLong(parts.get(2)), Integer.parseInt(parts.get(3)));
            case "archive" -> new Archive(Integer.parseInt(parts.get(2)), parts.get(3), Long.parseLong(parts.get(4)));
            default -> throw new IllegalArgumentException("a cursor of another version");
        };
    }

    default Cursor cursor() {
        return new Cursor(VERSION + " "
                + switch (this) {
                    case Records(int done) -> "records " + done;
                    case Lists(int list, long start) -> "lists " + list + " " + start;
                    case Videos(long start, int done) -> "videos " + start + " " + done;
                    case Archive(int round, String archive, long offset) ->
                        "archive " + round + " " + archive + " " + offset;
                });
    }
}
