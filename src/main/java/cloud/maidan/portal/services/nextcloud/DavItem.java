package cloud.maidan.portal.services.nextcloud;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing of a WebDAV answer.
 *
 * @param path decoded parts below {@code /remote.php/dav}, such as {@code files}, the account, the names
 * @param kinds what it is: {@code collection}, {@code calendar}, {@code addressbook}, …
 * @param properties those that it has, by their names without namespace
 */
record DavItem(List<String> path, Set<String> kinds, Map<String, String> properties) {

    DavItem {
        path = List.copyOf(path);
        kinds = Set.copyOf(kinds);
        properties = Map.copyOf(properties);
    }

    String name() {
        return path.getLast();
    }

    boolean folder() {
        return kinds.contains("collection");
    }

    boolean is(String kind) {
        return kinds.contains(kind);
    }

    /** Empty when it has no such property. */
    String text(String property) {
        return properties.getOrDefault(property, "");
    }

    /** Null when it has no such property, or one that is no number. */
    @Nullable
    Long number(String property) {
        String value = text(property);
        return value.matches("-?\\d{1,18}") ? Long.valueOf(value) : null;
    }

    /** Bytes; of a folder all that is in it. Zero when it is not said. */
    long size() {
        Long size = number(folder() ? "size" : "getcontentlength");
        return size == null || size < 0 ? 0 : size;
    }

    /** Bytes of its content; negative when it is not said. */
    long length() {
        Long length = number("getcontentlength");
        return length == null ? -1 : length;
    }

    /** Null when it is not said; before 1971 means the same. */
    @Nullable
    Instant modified() {
        try {
            Instant at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text("getlastmodified"), Instant::from);
            return at.getEpochSecond() < 31_536_000 ? null : at;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
