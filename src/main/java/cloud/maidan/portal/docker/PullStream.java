package cloud.maidan.portal.docker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an engine says while it fetches an image: a line of JSON for each step of each layer. */
final class PullStream {

    private static final int MOST_LAYERS = 1000;

    private PullStream() {}

    /** @return nothing worth reading; an error in the stream is a fault */
    static String read(InputStream body, String subject, Consumer<ContainerWorks.Fetched> progress) throws IOException {
        Map<String, long[]> layers = new HashMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode said = JsonMapper.shared().readTree(line);
            if (said.has("error")) {
                throw Refusal.midway(said.path("error").asString(""), subject);
            }
            JsonNode detail = said.path("progressDetail");
            if (said.path("status").asString("").equals("Downloading") && layers.size() < MOST_LAYERS) {
                layers.put(said.path("id").asString(""), new long[] {
                    detail.path("current").asLong(0), detail.path("total").asLong(0)
                });
                progress.accept(new ContainerWorks.Fetched(sum(layers, 0), sum(layers, 1)));
            }
        }
        return "";
    }

    private static long sum(Map<String, long[]> layers, int which) {
        return layers.values().stream().mapToLong(layer -> layer[which]).sum();
    }
}
