package cloud.maidan.portal.subject;

import java.util.List;

/**
 * A sentence that is put into words when somebody reads it, in their language.
 *
 * @param key a key of {@code messages/<module>_<locale>.properties} (ICU MessageFormat)
 * @param args positional arguments: strings, whole numbers, or ISO-8601 instants as strings; they survive JSON
 */
public record Text(String key, List<Object> args) {

    public Text {
        // JSON does not tell a short whole number from a long one; equal sentences stay equal
        args = args.stream()
                .map(arg -> arg instanceof Integer number ? (Object) number.longValue() : arg)
                .toList();
    }

    public static Text of(String key, Object... args) {
        return new Text(key, List.of(args));
    }
}
