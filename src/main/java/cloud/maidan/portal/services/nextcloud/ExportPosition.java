package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.Cursor;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How far an export got: {@code 1 records 3}, {@code 1 shelf CALENDARS <name>}, {@code 1 activity <pages> <since>},
 * {@code 1 tree FILES <chunks> <path>}.
 */
sealed interface ExportPosition {

    /** @param done how many of the small records are written */
    record Records(int done) implements ExportPosition {}

    /** @param after the last calendar or address book that is written; empty at the beginning */
    record Shelved(Shelf shelf, String after) implements ExportPosition {}

    /** @param since where the next page starts; zero at the beginning */
    record Happened(int pages, long since) implements ExportPosition {}

    /**
     * @param chunks how many lists of things are written
     * @param after names on the way to the last thing that is written; empty at the beginning
     */
    record Walked(Tree tree, int chunks, List<String> after) implements ExportPosition {

        public Walked {
            after = List.copyOf(after);
        }
    }

    String VERSION = "1";

    static ExportPosition of(Cursor cursor) {
        if (cursor.atStart()) {
            return new Records(0);
        }
        List<String> parts = List.of(cursor.value().split(" ", -1));
        return switch (VERSION.equals(parts.getFirst()) ? parts.get(1) : "") {
            case "records" -> new Records(Integer.parseInt(parts.get(2)));
            case "shelf" -> new Shelved(Shelf.valueOf(parts.get(2)), decode(parts.get(3)));
            case "activity" -> new Happened(Integer.parseInt(parts.get(2)), Long.parseLong(parts.get(3)));
            case "tree" -> new Walked(Tree.valueOf(parts.get(2)), Integer.parseInt(parts.get(3)), path(parts.get(4)));
            default -> throw new IllegalArgumentException("a cursor of another version");
        };
    }

    default Cursor cursor() {
        String where = switch (this) {
            case Records(int done) -> "records " + done;
            case Shelved(Shelf shelf, String after) -> "shelf " + shelf + " " + encode(after);
            case Happened(int pages, long since) -> "activity " + pages + " " + since;
            case Walked(Tree tree, int chunks, List<String> after) ->
                "tree " + tree + " " + chunks + " "
                        + after.stream().map(ExportPosition::encode).collect(Collectors.joining("/"));
        };
        return new Cursor(VERSION + " " + where);
    }

    private static List<String> path(String encoded) {
        return encoded.isEmpty()
                ? List.of()
                : Arrays.stream(encoded.split("/")).map(ExportPosition::decode).toList();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Folders that an export walks through. */
    enum Tree {
        FILES("neutral/files/", "native/files/list-%06d.ndjson"),
        TRASH("neutral/trash/", "native/trash/list-%06d.ndjson");

        /** Where the things themselves go. */
        final String folder;

        private final String lists;

        Tree(String folder, String lists) {
            this.folder = folder;
            this.lists = lists;
        }

        List<String> root(String uid) {
            return this == FILES ? List.of("files", uid) : List.of("trashbin", uid, "trash");
        }

        String list(int number) {
            return lists.formatted(number);
        }
    }
}
