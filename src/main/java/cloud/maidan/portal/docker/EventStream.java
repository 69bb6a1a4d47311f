package cloud.maidan.portal.docker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens at an engine, a line of JSON each, as long as somebody listens. */
final class EventStream {

    private EventStream() {}

    static String read(InputStream body, BiPredicate<String, String> heard) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        boolean more = true;
        for (String line = lines.readLine(); more && line != null; line = more ? lines.readLine() : null) {
            if (!line.isBlank()) {
                JsonNode event = JsonMapper.shared().readTree(line);
                JsonNode container = event.path("Actor").path("Attributes").path("name");
                more = heard.test(event.path("Action").asString(""), container.asString(""));
            }
        }
        return "";
    }
}
