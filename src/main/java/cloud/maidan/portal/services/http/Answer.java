package cloud.maidan.portal.services.http;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a service answered, whatever its status, for an adapter that tells refusals apart.
 *
 * @param body {@link MissingNode} when there was none, or none that is JSON and the status is not a success
 * @param retryAt when the service asked to be left alone until
 */
public record Answer(int status, JsonNode body, Optional<Instant> retryAt) {

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }
}
