package cloud.maidan.portal.services.http;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a service answered, whatever its status, for an adapter that tells refusals apart.
 *
 * @param body {@link MissingNode} when there was none, or none that is JSON and the status is not a success
 * @param retryAt when the service asked to be left alone until
 * @param headers the first value of each, by its name in small letters
 */
public record Answer(int status, JsonNode body, Optional<Instant> retryAt, Map<String, String> headers) {

    public Answer {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }
}
