package cloud.maidan.portal.docker;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Containers to be made. */
final class Specs {

    private Specs() {}

    /** With all that one may have, but ports. */
    static ContainerSpec small(String name) {
        return with(name, List.of());
    }

    static ContainerSpec with(String name, List<ContainerSpec.Published> ports) {
        return new ContainerSpec(
                name,
                "sha256:one",
                List.of("/bin/serve"),
                List.of("--quietly"),
                Map.of("GREETING", "moin"),
                "1000:1001",
                List.of(new ContainerSpec.Tmpfs("/tmp", 1 << 20)),
                List.of(
                        new ContainerSpec.Volume("data", "/data", true),
                        new ContainerSpec.Volume("files", "/run/files", false)),
                new ContainerSpec.Limits(32 << 20, 500, 16),
                new ContainerSpec.HealthCheck(List.of("/bin/well"), Duration.ofSeconds(2), Duration.ofSeconds(3)),
                Map.of("small", List.of("web")),
                ports,
                Duration.ofSeconds(20),
                Map.of("cloud.maidan.blueprint", "small"));
    }

    /** Needs no volume. */
    static ContainerSpec loose(String name) {
        ContainerSpec small = small(name);
        return new ContainerSpec(
                name,
                small.image(),
                small.entrypoint(),
                small.command(),
                small.environment(),
                small.user(),
                small.tmpfs(),
                List.of(),
                small.limits(),
                small.health(),
                small.networks(),
                small.ports(),
                small.stopAfter(),
                small.labels());
    }
}
