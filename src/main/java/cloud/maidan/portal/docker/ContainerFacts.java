package cloud.maidan.portal.docker;

import java.util.List;
import java.util.Map;

/**
 * How one container was set up.
 *
 * @param name without the engine's leading slash
 * @param image as it was asked for: a name with tag or digest, or an id
 * @param imageId such as {@code sha256:…}
 * @param user as set or inherited from the image; empty is root
 * @param healthCheck whether somebody finds out when it no longer works
 */
public record ContainerFacts(
        String id,
        String name,
        String image,
        String imageId,
        boolean running,
        Map<String, String> labels,
        String user,
        boolean healthCheck,
        Confinement confinement,
        Limits limits,
        List<Mount> mounts,
        List<Port> ports) {

    public ContainerFacts {
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
    }

    /**
     * What keeps it apart from its host.
     *
     * @param added capabilities without {@code CAP_}
     * @param dropped likewise, or {@code ALL}
     * @param security as given, such as {@code no-new-privileges:true}
     * @param appArmor the profile; empty when none
     * @param modes namespace to mode: {@code network pid ipc uts user}; empty is the container's own
     * @param networks the networks it is connected to
     * @param devices paths on the host, and rules such as {@code c 1:3 rwm}
     */
    public record Confinement(
            boolean privileged,
            List<String> added,
            List<String> dropped,
            List<String> security,
            String appArmor,
            boolean readOnlyRoot,
            Map<String, String> modes,
            List<String> networks,
            List<String> devices) {

        public Confinement {
            added = List.copyOf(added);
            dropped = List.copyOf(dropped);
            security = List.copyOf(security);
            modes = Map.copyOf(modes);
            networks = List.copyOf(networks);
            devices = List.copyOf(devices);
        }

        public boolean sharesHost(String namespace) {
            return "host".equals(modes.get(namespace));
        }
    }

    /**
     * Each number is 0 when there is no bound.
     *
     * @param memory bytes
     * @param cpu whether its share of processors is bounded or weighed
     * @param pids processes and threads
     * @param restart policy such as {@code on-failure}
     * @param restarts how often at most
     */
    public record Limits(long memory, boolean cpu, long pids, String restart, int restarts) {}

    /**
     * @param type {@code bind}, {@code volume} or {@code tmpfs}
     * @param source on the host
     * @param propagation such as {@code rprivate}; empty when it does not apply
     */
    public record Mount(String type, String source, String target, boolean writable, String propagation) {}

    /**
     * @param address of the host that it is bound to; empty is all of them
     * @param onHost 0 when the engine chooses one
     * @param inside such as {@code 8080/tcp}
     */
    public record Port(String address, int onHost, String inside) {

        public boolean everywhere() {
            return address.isEmpty() || address.equals("0.0.0.0") || address.equals("::");
        }
    }
}
