package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Cursor;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/**
 * How far an export got: {@code 1 account}, {@code 1 records <collection> <pages> <id>}, {@code 1 conversations <id>},
 * {@code 1 strays <conversation>}, {@code 1 files <id>}. An id stands for the last one that was written.
 */
sealed interface ExportPosition {

    record Account() implements ExportPosition {}

    /** @param kept word of the collection being read @param pages how many pages of it are written */
    record Records(String kept, int pages, Optional<BsonValue> after) implements ExportPosition {}

    record Conversations(Optional<BsonValue> after) implements ExportPosition {}

    /** Messages whose conversation is gone. @param after id of a conversation; empty for the first */
    record Strays(String after) implements ExportPosition {}

    record Files(Optional<BsonValue> after) implements ExportPosition {}

    String VERSION = "1";

    static ExportPosition of(Cursor cursor) {
        if (cursor.atStart()) {
            return new Account();
        }
        List<String> parts = List.of(cursor.value().split(" ", -1));
        return switch (VERSION.equals(parts.getFirst()) ? parts.get(1) : "") {
            case "account" -> new Account();
            case "records" -> new Records(parts.get(2), Integer.parseInt(parts.get(3)), id(parts.get(4)));
            case "conversations" -> new Conversations(id(parts.get(2)));
            case "strays" -> new Strays(URLDecoder.decode(parts.get(2), StandardCharsets.UTF_8));
            case "files" -> new Files(id(parts.get(2)));
            default -> throw new IllegalArgumentException("a cursor of another version");
        };
    }

    default Cursor cursor() {
        String where = switch (this) {
            case Account() -> "account";
            case Records(String kept, int pages, Optional<BsonValue> after) ->
                "records " + kept + " " + pages + " " + text(after);
            case Conversations(Optional<BsonValue> after) -> "conversations " + text(after);
            case Strays(String after) -> "strays " + URLEncoder.encode(after, StandardCharsets.UTF_8);
            case Files(Optional<BsonValue> after) -> "files " + text(after);
        };
        return new Cursor(VERSION + " " + where);
    }

    /** Ids are made by the database, but for a few that are text. */
    private static String text(Optional<BsonValue> id) {
        return id.map(value -> value.isObjectId()
                        ? "o" + value.asObjectId().getValue().toHexString()
                        : "s" + URLEncoder.encode(value.asString().getValue(), StandardCharsets.UTF_8))
                .orElse("");
    }

    private static Optional<BsonValue> id(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String rest = text.substring(1);
        return Optional.of(
                text.startsWith("o")
                        ? new BsonObjectId(new ObjectId(rest))
                        : new BsonString(URLDecoder.decode(rest, StandardCharsets.UTF_8)));
    }
}
