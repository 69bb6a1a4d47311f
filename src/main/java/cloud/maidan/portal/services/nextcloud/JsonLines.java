package cloud.maidan.portal.services.nextcloud;

import java.io.ByteArrayOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Objects of JSON, one a line. */
class JsonLines {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    static byte[] pretty(JsonNode value) {
        return PRETTY.writeValueAsBytes(value);
    }

    void add(JsonNode value) {
        lines.writeBytes(JSON.writeValueAsBytes(value));
        lines.write('\n');
    }

    void clear() {
        lines.reset();
    }

    boolean isEmpty() {
        return lines.size() == 0;
    }

    byte[] bytes() {
        return lines.toByteArray();
    }
}
