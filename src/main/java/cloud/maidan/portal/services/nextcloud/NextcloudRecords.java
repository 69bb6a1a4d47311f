package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The small parts that only the member may see, in the order they are written: one JSON value a line, or one in all. */
enum NextcloudRecords {
    PROFILE("profile.json", (own, uid) -> Stream.of(own.profile())),
    STATUS("status.json", (own, uid) -> own.status().stream()),
    SHARES_GIVEN("shares-given.ndjson", (own, uid) -> own.sharesGiven().stream().map(Shares::withoutSecrets)),
    SHARES_RECEIVED(
            "shares-received.ndjson",
            (own, uid) -> Stream.concat(own.sharesReceived().stream(), own.sharesFromElsewhere().stream())
                    .map(Shares::withoutSecrets)),
    NOTIFICATIONS("notifications.ndjson", (own, uid) -> own.notifications().stream()),
    CALENDARS(
            "calendars.ndjson",
            (own, uid) -> own.on(Shelf.CALENDARS, uid).stream().map(NextcloudRecords::collection)),
    ADDRESS_BOOKS(
            "address-books.ndjson",
            (own, uid) -> own.on(Shelf.ADDRESS_BOOKS, uid).stream()
                    .filter(book -> !book.name().equals(Shelf.EVERYBODY))
                    .map(NextcloudRecords::collection));

    /** Files and fields that the archive explains, each by the message {@code nextcloud.export.<file>[.<field>]}. */
    private static final List<String> EXPLAINED = List.of(
            "native/account.json",
            "native/account.json#quota",
            "native/account.json#lastLogin",
            "native/account.json#groups",
            "native/profile.json",
            "native/profile.json#scope",
            "native/status.json",
            "native/shares-given.ndjson",
            "native/shares-given.ndjson#share_type",
            "native/shares-given.ndjson#permissions",
            "native/shares-given.ndjson#stime",
            "native/shares-received.ndjson",
            "native/notifications.ndjson",
            "native/calendars.ndjson",
            "native/address-books.ndjson",
            "native/activity/page-*.ndjson",
            "native/activity/page-*.ndjson#user",
            "native/files/list-*.ndjson",
            "native/files/list-*.ndjson#belongs",
            "native/files/list-*.ndjson#fileId",
            "native/files/list-*.ndjson#permissions",
            "native/files/list-*.ndjson#shareTypes",
            "native/trash/list-*.ndjson",
            "native/versions/*",
            "neutral/calendars/*",
            "neutral/contacts/*",
            "neutral/files/*",
            "neutral/trash/*");

    private static final Map<String, String> SCHEMAS = Map.ofEntries(
            Map.entry("native/account.json", "account"),
            Map.entry("native/profile.json", "account"),
            Map.entry("native/status.json", "status"),
            Map.entry("native/shares-given.ndjson", "share"),
            Map.entry("native/shares-received.ndjson", "share"),
            Map.entry("native/notifications.ndjson", "notification"),
            Map.entry("native/calendars.ndjson", "collection"),
            Map.entry("native/address-books.ndjson", "collection"),
            Map.entry("native/activity/page-*.ndjson", "activity"),
            Map.entry("native/files/list-*.ndjson", "file"),
            Map.entry("native/trash/list-*.ndjson", "file"));

    private final String file;
    private final BiFunction<MemberNextcloud, String, Stream<JsonNode>> reading;

    NextcloudRecords(String file, BiFunction<MemberNextcloud, String, Stream<JsonNode>> reading) {
        this.file = file;
        this.reading = reading;
    }

    String file() {
        return "native/" + file;
    }

    boolean lines() {
        return file.endsWith(".ndjson");
    }

    List<JsonNode> read(MemberNextcloud own, String uid) {
        return reading.apply(own, uid).toList();
    }

    static void describe(ExportSink sink) {
        EXPLAINED.forEach(path -> sink.describe(path, Text.of(key(path))));
        new TreeMap<>(SCHEMAS)
                .forEach((path, name) -> sink.schema(path, "/schemas/nextcloud/" + name + ".schema.json"));
    }

    /** {@code native/files/list-*.ndjson#fileId} is explained by {@code nextcloud.export.files.list.fileId}. */
    static String key(String path) {
        return path.replaceFirst("^(native|neutral)/", "nextcloud.export.")
                .replaceAll("(-\\*)?\\.(nd)?json", "")
                .replace("/*", ".content")
                .replace('/', '.')
                .replace('#', '.');
    }

    private static JsonNode collection(DavItem item) {
        ObjectNode collection = JsonNodeFactory.instance.objectNode();
        collection.put("name", item.name());
        item.kinds().stream().sorted().forEach(collection.putArray("kinds")::add);
        new TreeMap<>(item.properties()).forEach(collection::put);
        return collection;
    }
}
