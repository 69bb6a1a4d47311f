package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.ExportSink.Form;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One file or folder as an export notes it. @param id Nextcloud's own number of it @param version tells one content from another */
record Listed(
        List<String> path,
        boolean folder,
        Belonging belonging,
        long id,
        long size,
        @Nullable Instant modified,
        Form form,
        String version,
        JsonNode line) {

    static Listed of(DavItem item, String uid) {
        Long id = item.number("fileid");
        Belonging belonging = Belonging.of(item, uid);
        return new Listed(
                item.path(),
                item.folder(),
                belonging,
                id == null ? 0 : id,
                item.size(),
                item.modified(),
                form(item.text("getcontenttype")),
                item.text("getetag"),
                line(item, belonging));
    }

    String name() {
        return path.getLast();
    }

    /** Its place in the tree. @param depth how many parts lead to the tree */
    String relative(int depth) {
        return String.join(
                "/",
                path.subList(depth, path.size()).stream()
                        .map(part -> part.replace('\\', '_'))
                        .toList());
    }

    /** Whether a version is what the file holds now. */
    boolean isNow(DavItem version) {
        return modified != null && modified.equals(version.modified()) && version.size() == size;
    }

    private static Form form(String type) {
        return type.startsWith("text/") || type.contains("json") || type.contains("xml") && !type.contains("openxml")
                ? Form.TEXT
                : Form.MEDIA;
    }

    private static JsonNode line(DavItem item, Belonging belonging) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        int depth = item.path().getFirst().equals("trashbin") ? 3 : 2;
        line.put("path", String.join("/", item.path().subList(depth, item.path().size())));
        line.put("type", item.folder() ? "folder" : "file");
        line.put("belongs", belonging.name().toLowerCase(java.util.Locale.ROOT));
        line.put("size", item.size());
        put(line, "modified", item.modified());
        put(line, "created", seconds(item, "creation_time"));
        put(line, "uploaded", seconds(item, "upload_time"));
        put(line, "deleted", seconds(item, "trashbin-deletion-time"));
        put(line, "originalPath", item.text("trashbin-original-location"));
        put(line, "contentType", item.text("getcontenttype"));
        put(line, "etag", item.text("getetag").replace("\"", ""));
        put(line, "fileId", item.text("fileid"));
        put(line, "owner", item.text("owner-id"));
        put(line, "permissions", item.text("permissions"));
        put(line, "shareTypes", item.text("share-types"));
        put(line, "checksums", item.text("checksums"));
        put(line, "mount", item.text("mount-type"));
        line.put("favorite", item.text("favorite").equals("1"));
        line.put("encrypted", item.text("is-encrypted").equals("1"));
        return line;
    }

    private static @Nullable Instant seconds(DavItem item, String property) {
        Long seconds = item.number(property);
        return seconds == null || seconds <= 0 ? null : Instant.ofEpochSecond(seconds);
    }

    private static void put(ObjectNode line, String field, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            line.put(field, value.toString());
        }
    }

    /** Whose a thing among a member's files is, and whether Nextcloud itself keeps it for them. */
    enum Belonging {
        OWN,
        /** Shown to the member by its owner. */
        SHARED,
        /** A folder of a group. */
        GROUP,
        /** Kept in another storage that Nextcloud only shows. */
        EXTERNAL;

        static Belonging of(DavItem item, String uid) {
            String mount = item.text("mount-type");
            String owner = item.text("owner-id");
            if (mount.equals("group")) {
                return GROUP;
            }
            if (mount.startsWith("external")) {
                return EXTERNAL;
            }
            return mount.startsWith("shared") || !owner.isEmpty() && !owner.equals(uid) ? SHARED : OWN;
        }
    }
}
