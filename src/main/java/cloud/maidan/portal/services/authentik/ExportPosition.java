package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.Cursor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far an export got: {@code 1 <part> <written> <page> <count> <last>}.
 *
 * @param part number of the part being written
 * @param written files of the part that are written
 * @param page number of its next page
 * @param count how long Authentik said the list was; a shorter one has moved up
 * @param last when the last item of a list in order of time was made; {@link Instant#EPOCH} at its beginning
 */
record ExportPosition(int part, int written, int page, long count, Instant last) {

    private static final String VERSION = "1";

    static ExportPosition of(Cursor cursor) {
        if (cursor.atStart()) {
            return atPart(0);
        }
        List<String> parts = List.of(cursor.value().split(" ", -1));
        if (!parts.getFirst().equals(VERSION) || parts.size() != 6) {
            throw new IllegalArgumentException("a cursor of another version");
        }
        return new ExportPosition(
                Integer.parseInt(parts.get(1)),
                Integer.parseInt(parts.get(2)),
                Integer.parseInt(parts.get(3)),
                Long.parseLong(parts.get(4)),
                Instant.parse(parts.get(5)));
    }

    static ExportPosition atPart(int part) {
        return new ExportPosition(part, 0, 1, 0, Instant.EPOCH);
    }

    /** From the first page on, of a list that is shorter by now. */
    ExportPosition rereading(long newCount) {
        return new ExportPosition(part, written, 1, newCount, last);
    }

    ExportPosition after(int files, Optional<Integer> next, long listed, Instant newest) {
        return new ExportPosition(part, files, next.orElse(page), listed, newest);
    }

    Cursor cursor() {
        return new Cursor(String.join(
                " ",
                VERSION,
                Integer.toString(part),
                Integer.toString(written),
                Integer.toString(page),
                Long.toString(count),
                last.toString()));
    }
}
