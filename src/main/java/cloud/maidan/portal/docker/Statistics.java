package cloud.maidan.portal.docker;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The engine's counters of one container, made into numbers that people read. */
final class Statistics {

    private Statistics() {}

    /** Empty when it does not run. */
    static Optional<ResourceUse> read(JsonNode json) {
        JsonNode memory = json.path("memory_stats");
        if (!memory.has("usage")) {
            return Optional.empty();
        }
        JsonNode kinds = memory.path("stats");
        long cache = kinds.path("inactive_file")
                .asLong(kinds.path("total_inactive_file").asLong(0));
        return Optional.of(new ResourceUse(
                Math.max(memory.path("usage").asLong(0) - cache, 0),
                memory.path("limit").asLong(0),
                cpu(json.path("cpu_stats"), json.path("precpu_stats")),
                json.path("pids_stats").path("current").asLong(0)));
    }

    private static int cpu(JsonNode now, JsonNode before) {
        long own = now.path("cpu_usage").path("total_usage").asLong(0)
                - before.path("cpu_usage").path("total_usage").asLong(0);
        long all = now.path("system_cpu_usage").asLong(0)
                - before.path("system_cpu_usage").asLong(0);
        long processors = Math.max(now.path("online_cpus").asLong(1), 1);
        return all <= 0 || own <= 0 ? 0 : (int) Math.min(own * 1000.0 * processors / all, 1_000_000);
    }
}
