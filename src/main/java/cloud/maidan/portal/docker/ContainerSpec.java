package cloud.maidan.portal.docker;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A container as it is to be made. What it cannot say, no container of ours has: privileges, capabilities, devices,
 * folders or namespaces of the host, a writable root, a user that is root, or no bound.
 *
 * @param name without a slash
 * @param image its id, so that nobody can exchange what the name means
 * @param entrypoint empty: the image's
 * @param command empty: the image's
 * @param user numbers such as {@code 1000:1000}
 * @param networks names of networks to the names it answers to there
 */
public record ContainerSpec(
        String name,
        String image,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        String user,
        List<Tmpfs> tmpfs,
        List<Volume> volumes,
        Limits limits,
        HealthCheck health,
        Map<String, List<String>> networks,
        List<Published> ports,
        Duration stopAfter,
        Map<String, String> labels) {

    private static final String NOT_ROOT = "[1-9][0-9]{0,6}:[1-9][0-9]{0,6}";

    public ContainerSpec {
        if (!user.matches(NOT_ROOT)) {
            throw new IllegalArgumentException("user must be two numbers above zero, such as 1000:1000");
        }
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        tmpfs = List.copyOf(tmpfs);
        volumes = List.copyOf(volumes);
        networks = Map.copyOf(networks);
        ports = List.copyOf(ports);
        labels = Map.copyOf(labels);
    }

    /**
     * A folder in memory, gone when the container stops.
     *
     * @param size bytes
     */
    public record Tmpfs(String path, long size) {

        public Tmpfs {
            inside(path);
            above(size, "size of " + path);
        }
    }

    /** @param name of a volume of the engine; never a folder of the host */
    public record Volume(String name, String path, boolean writable) {

        public Volume {
            inside(path);
            if (!name.matches("[a-z0-9][a-z0-9_.-]{1,100}")) {
                throw new IllegalArgumentException("not the name of a volume: " + name);
            }
        }
    }

    /**
     * @param memory bytes, without swap
     * @param cpus thousandths of a processor
     * @param pids processes and threads
     */
    public record Limits(long memory, int cpus, int pids) {

        public Limits {
            above(memory, "memory");
            above(cpus, "cpus");
            above(pids, "pids");
        }
    }

    /**
     * @param test the program and its arguments, without a shell
     * @param within how long after the start it may still fail
     */
    public record HealthCheck(List<String> test, Duration every, Duration within) {

        public HealthCheck {
            test = List.copyOf(test);
            if (test.isEmpty()) {
                throw new IllegalArgumentException("a health check needs a program");
            }
            above(every.toMillis(), "every");
        }
    }

    /** @param address of this machine, never all of them */
    public record Published(String address, int onHost, int inside) {

        public Published {
            if (!address.matches("[0-9a-f.:]+") || address.equals("0.0.0.0") || address.equals("::")) {
                throw new IllegalArgumentException("a port is published on one address, not on " + address);
            }
            if (onHost < 1 || onHost > 65_535 || inside < 1024 || inside > 65_535) {
                throw new IllegalArgumentException("not ports: " + onHost + ", " + inside);
            }
        }
    }

    private static void inside(String path) {
        if (!path.matches("/[A-Za-z0-9_][A-Za-z0-9_./-]{0,200}")
                || path.contains("/..")
                || path.contains("docker.sock")) {
            throw new IllegalArgumentException("not a folder inside a container: " + path);
        }
    }

    private static void above(long number, String what) {
        if (number <= 0) {
            throw new IllegalArgumentException(what + " must be above zero");
        }
    }
}
