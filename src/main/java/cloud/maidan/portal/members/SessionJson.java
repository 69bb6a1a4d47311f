package cloud.maidan.portal.members;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Session attributes as JSON: text, and one type of Spring Security that waits for an answer. Nothing else goes in. */
class SessionJson {

    private static final Logger LOG = LoggerFactory.getLogger(SessionJson.class);
    private static final Set<Class<?>> ALLOWED = Set.of(String.class, OAuth2AuthorizationRequest.class);

    private final JsonMapper json = JsonMapper.builder()
            .addModules(SecurityJacksonModules.getModules(SessionJson.class.getClassLoader()))
            .build();

    byte[] write(Object value) {
        if (!ALLOWED.contains(value.getClass())) {
            throw new IllegalArgumentException(
                    "sessions do not hold " + value.getClass().getName());
        }
        return json.writeValueAsBytes(value);
    }

    /** Null when it cannot be read, such as after an update: the attribute is then as good as never set. */
    @Nullable
    Object read(byte[] bytes) {
        try {
            if (bytes.length > 0 && bytes[0] == '"') {
                return json.readValue(bytes, String.class);
            }
            Object value = json.readValue(bytes, Object.class);
            return value != null && ALLOWED.contains(value.getClass()) ? value : null;
        } catch (JacksonException e) {
            LOG.warn("A session attribute cannot be read: {}", e.getClass().getSimpleName());
            return null;
        }
    }
}
