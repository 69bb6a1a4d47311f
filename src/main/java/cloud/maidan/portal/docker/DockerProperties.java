package cloud.maidan.portal.docker;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/**
 * Where the engine is, and how patient we are with it.
 *
 * @param host its socket, such as {@code unix:///run/docker.sock}; empty: no engine
 * @param longest how long one answer may take
 * @param most how large one answer may be
 * @param longestFiles how long reading a container's files may take
 * @param mostFiles how many bytes of them are read
 * @param longestPull how long fetching or reading in one image may take
 * @param orchestration who keeps services running
 */
@ConfigurationProperties("portal.docker")
record DockerProperties(
        @DefaultValue("") String host,
        @DefaultValue("30s") Duration longest,
        @DefaultValue("16MB") DataSize most,
        @DefaultValue("2m") Duration longestFiles,
        @DefaultValue("8GB") DataSize mostFiles,
        @DefaultValue("30m") Duration longestPull,
        @DefaultValue("engine") Orchestration orchestration) {

    /** {@code ENGINE}: this engine alone; {@code SWARM}: the Swarm that it is a manager of. */
    enum Orchestration {
        ENGINE,
        SWARM
    }

    /** Over a network an engine's API gives root on its machine to whoever reaches it. */
    private static final String SOCKET = "unix:///";

    DockerProperties {
        if (!host.isEmpty() && !host.startsWith(SOCKET)) {
            throw new IllegalArgumentException("portal.docker.host must be a socket of this machine: " + SOCKET + "…");
        }
    }

    static DockerProperties of(String host, Orchestration orchestration) {
        Map<String, String> values =
                Map.of("portal.docker.host", host, "portal.docker.orchestration", orchestration.name());
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("portal.docker", DockerProperties.class);
    }

    ContainerRuntime runtime() {
        return switch (orchestration) {
            case ENGINE -> new DockerEngine(this);
            case SWARM -> new SwarmRuntime(this, EnumSet.allOf(Demand.class));
        };
    }

    String socket() {
        return host.isEmpty() ? "" : host.substring(SOCKET.length() - 1);
    }
}
