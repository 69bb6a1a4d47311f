package cloud.maidan.portal.services.http;

import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The content of an answer while it arrives. Reading throws {@link cloud.maidan.portal.services.ServiceFault} when the
 * service fails, so an {@link java.io.IOException} seen while copying is always the other side's.
 *
 * @param length in bytes as announced; empty when it was not
 * @param type media type as announced, such as {@code image/png}; empty when it was not
 * @param status a success; tells a part (206) from the whole
 * @param headers the first value of each, by its name in small letters
 */
public record Body(
        InputStream content, OptionalLong length, Optional<String> type, int status, Map<String, String> headers) {

    public Body {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Takes a body while it arrives; it is closed afterwards. */
    @FunctionalInterface
    public interface Reader<R> {

        R read(Body body);
    }
}
