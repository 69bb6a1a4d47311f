package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.docker.ContainerFacts;
import cloud.maidan.portal.docker.ContainerFacts.Confinement;
import cloud.maidan.portal.docker.ContainerFacts.Limits;
import cloud.maidan.portal.docker.ContainerFacts.Mount;
import cloud.maidan.portal.docker.ContainerFacts.Port;
import cloud.maidan.portal.docker.EngineFacts;
import cloud.maidan.portal.docker.ImageFacts;
import cloud.maidan.portal.docker.SetuidFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A container at which nothing is wrong, to be spoilt in one place. */
final class Sights {

    static final String DIGEST = "sha256:" + "ab".repeat(32);

    EngineFacts engine = new EngineFacts("20.10.24", "1.41", List.of("name=apparmor", "name=seccomp,profile=default"));
    String image = "web@" + DIGEST;
    boolean running = true;
    Map<String, String> labels = Map.of();
    String user = "65534:65534";
    boolean healthCheck = true;
    boolean privileged;
    boolean readOnlyRoot = true;
    String appArmor = "docker-default";
    List<String> added = List.of("NET_BIND_SERVICE");
    List<String> dropped = List.of("ALL");
    List<String> security = List.of("no-new-privileges:true");
    Map<String, String> modes = new HashMap<>(Map.of("network", "own", "ipc", "private"));
    List<String> networks = List.of("own");
    List<String> devices = List.of();
    Limits limits = new Limits(1 << 28, true, 100, "on-failure", 5);
    List<Mount> mounts = List.of(new Mount("volume", "/var/lib/docker/volumes/d/_data", "/data", true, ""));
    List<Port> ports = List.of(new Port("127.0.0.1", 8080, "8080/tcp"));
    Optional<ImageFacts> facts =
            Optional.of(new ImageFacts(DIGEST, List.of("web@" + DIGEST), true, Set.of("8080/tcp")));
    Optional<SetuidFiles> setuid = Optional.of(new SetuidFiles(List.of(), true));

    static Mount bind(String source, boolean writable) {
        return new Mount("bind", source, "/inside", writable, "rprivate");
    }

    void onTheDefaultBridge() {
        networks = List.of();
        modes.put("network", "default");
    }

    Sight sight() {
        return new Sight(
                engine,
                new ContainerFacts(
                        "c0ffee",
                        "web",
                        image,
                        DIGEST,
                        running,
                        labels,
                        user,
                        healthCheck,
                        new Confinement(
                                privileged, added, dropped, security, appArmor, readOnlyRoot, modes, networks, devices),
                        limits,
                        mounts,
                        ports),
                facts,
                setuid);
    }
}
