package cloud.maidan.portal.docker;

import java.util.Map;

/**
 * How one container stands just now.
 *
 * @param imageId such as {@code sha256:…}
 * @param status in the engine's words, such as {@code created running exited}
 * @param health {@code starting healthy unhealthy}; empty when nobody asks, or it does not run; unhealthy also where a
 *     Swarm ended it for that
 * @param exitCode of its last end; 0 while it runs
 */
public record ContainerStanding(
        String id,
        String name,
        String imageId,
        boolean running,
        String status,
        String health,
        int exitCode,
        Map<String, String> labels) {

    public ContainerStanding {
        labels = Map.copyOf(labels);
    }

    public boolean healthy() {
        return running && health.equals("healthy");
    }

    /** It will not become healthy by waiting. */
    public boolean lost() {
        return health.equals("unhealthy") || status.equals("exited") || status.equals("dead");
    }

    /** Empty when it has no such label. */
    public String label(String name) {
        return labels.getOrDefault(name, "");
    }
}
