package cloud.maidan.portal.services.http;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The content of an answer while it arrives. Reading throws {@link cloud.maidan.portal.services.ServiceFault} when the
 * service fails, so an {@link java.io.IOException} seen while copying is always the other side's.
 *
 * @param length in bytes as announced; empty when it was not
 * @param type media type as announced, such as {@code image/png}; empty when it was not
 */
public record Body(InputStream content, OptionalLong length, Optional<String> type) {

    /** Takes a body while it arrives; it is closed afterwards. */
    @FunctionalInterface
    public interface Reader<R> {

        R read(Body body);
    }
}
