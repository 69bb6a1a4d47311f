package cloud.maidan.portal.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A large entry of which some parts are recorded, and not its header.
 *
 * @param path as the service gave it
 * @param version of the content, as the service gave it
 * @param name in the file
 * @param original null when it is the name's own
 * @param seq kept for the part with the header; the content's parts follow
 * @param size bytes of the content so far
 */
record Partial(
        String path,
        String version,
        String name,
        @Nullable String original,
        int method,
        @Nullable Instant modified,
        int seq,
        long size) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static @Nullable Partial read(@Nullable String json) {
        return json == null ? null : JSON.readValue(json, Partial.class);
    }

    String json() {
        return JSON.writeValueAsString(this);
    }

    boolean of(String path, String version) {
        return this.path.equals(path) && this.version.equals(version);
    }
}
