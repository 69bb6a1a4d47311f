package cloud.maidan.portal.provisioning;

import static cloud.maidan.portal.provisioning.Verdict.PASS;
import static cloud.maidan.portal.provisioning.Verdict.warnIf;

import cloud.maidan.portal.docker.ContainerFacts;
import cloud.maidan.portal.docker.ContainerFacts.Mount;
import cloud.maidan.portal.docker.ContainerFacts.Port;
import cloud.maidan.portal.docker.ImageFacts;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a container reaches of its host, who reaches it, and what it was made from: the rest of section 5. */
final class ReachChecks {

    private static final Set<String> SENSITIVE = Set.of(
            "/boot",
            "/dev",
            "/etc",
            "/lib",
            "/lib64",
            "/proc",
            "/sys",
            "/usr",
            "/bin",
            "/sbin",
            "/root",
            "/run",
            "/var/run",
            "/var/lib/docker");

    /** Whoever talks to one of these is root on the host. */
    private static final Set<String> ENGINES =
            Set.of("docker.sock", "containerd.sock", "podman.sock", "crio.sock", "docker.raw.sock");

    private static final int PRIVILEGED = 1024;
    private static final int MOVED = 8000;

    static final List<HardeningCheck> TABLE = List.of(
            new HardeningCheck("5.6", ReachChecks::sensitiveMounts),
            new HardeningCheck(
                    "5.8",
                    ports(
                            port -> port.onHost() > 0 && port.onHost() < PRIVILEGED,
                            port -> Fix.set(published(port.address(), port.onHost() + MOVED, port.inside())))),
            new HardeningCheck("5.9", ReachChecks::undeclaredPorts),
            new HardeningCheck(
                    "5.14",
                    ports(Port::everywhere, port -> Fix.set(published("127.0.0.1", port.onHost(), port.inside())))),
            new HardeningCheck(
                    "5.20",
                    mounts(
                            mount -> mount.propagation().endsWith("shared"),
                            mount -> Fix.set(mounted(mount, ":rprivate")))),
            new HardeningCheck("5.28", ReachChecks::digest),
            new HardeningCheck("5.30", ReachChecks::defaultBridge),
            new HardeningCheck("5.32", mounts(ReachChecks::engine, mount -> Fix.remove(mounted(mount, "")))));

    private ReachChecks() {}

    private static Verdict sensitiveMounts(Sight sight) {
        return mounts(ReachChecks::sensitive, mount -> Fix.remove(mounted(mount, "")))
                .apply(sight);
    }

    /** One of the folders itself, or something below it that the container may change. */
    private static boolean sensitive(Mount mount) {
        String source = mount.source();
        return mount.type().equals("bind")
                && !engine(mount)
                && (source.equals("/")
                        || SENSITIVE.contains(source)
                        || (mount.writable() && SENSITIVE.stream().anyMatch(each -> source.startsWith(each + "/"))));
    }

    private static boolean engine(Mount mount) {
        return ENGINES.contains(mount.source().substring(mount.source().lastIndexOf('/') + 1));
    }

    private static Verdict undeclaredPorts(Sight sight) {
        if (sight.image().isEmpty() && !sight.container().ports().isEmpty()) {
            return new Verdict.NotApplicable(Verdict.Reason.IMAGE_GONE);
        }
        Set<String> declared = sight.image().map(ImageFacts::exposes).orElse(Set.of());
        return ports(
                        port -> !declared.contains(port.inside()),
                        port -> Fix.remove(published(port.address(), port.onHost(), port.inside())))
                .apply(sight);
    }

    /** A name can mean another image tomorrow; a digest and an id cannot. */
    private static Verdict digest(Sight sight) {
        ContainerFacts container = sight.container();
        String image = container.image();
        boolean id = image.matches("(sha256:)?[0-9a-f]{12,64}")
                && container.imageId().replace("sha256:", "").startsWith(image.replace("sha256:", ""));
        String known = sight.image()
                .flatMap(facts -> facts.digests().stream().findFirst())
                .orElse(container.imageId());
        return warnIf(!id && !image.contains("@sha256:"), image, Fix.set("image: " + known));
    }

    private static Verdict defaultBridge(Sight sight) {
        List<String> networks = sight.confinement().networks();
        String mode = sight.confinement().modes().getOrDefault("network", "");
        boolean meant = networks.isEmpty() && Set.of("", "default", "bridge").contains(mode);
        return warnIf(meant || networks.contains("bridge"), "", Fix.set("networks: [own]"));
    }

    private static Function<Sight, Verdict> ports(Predicate<Port> wrong, Function<Port, Fix> fix) {
        return sight -> first(
                sight.container().ports(),
                wrong,
                port -> (port.address().isEmpty() ? "*" : port.address()) + ":" + port.onHost(),
                fix);
    }

    private static Function<Sight, Verdict> mounts(Predicate<Mount> wrong, Function<Mount, Fix> fix) {
        return sight -> first(sight.container().mounts(), wrong, Mount::source, fix);
    }

    private static <T> Verdict first(List<T> all, Predicate<T> wrong, Function<T, String> seen, Function<T, Fix> fix) {
        List<T> found = all.stream().filter(wrong).toList();
        return found.isEmpty()
                ? PASS
                : new Verdict.Warn(
                        String.join(", ", found.stream().map(seen).distinct().toList()), fix.apply(found.getFirst()));
    }

    private static String published(String address, int onHost, String inside) {
        String bound = address.isEmpty() ? "" : (address.contains(":") ? "[" + address + "]" : address) + ":";
        String host = onHost == 0 ? "" : onHost + ":";
        return "ports: [\"" + bound + host + inside + "\"]";
    }

    private static String mounted(Mount mount, String suffix) {
        return "volumes: [\"" + mount.source() + ":" + mount.target() + suffix + "\"]";
    }
}
