package cloud.maidan.portal.docker;

import cloud.maidan.portal.docker.EngineFault.Why;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine in memory that keeps names, volumes and networks as a real one does, and can be cut off at any change. */
public final class PretendEngine implements ContainerRuntime, ContainerWorks {

    /** The process is killed before, or just after, a change. */
    public static final class Killed extends Error {}

    private static final class Made {
        String id = "";
        ContainerSpec spec;
        boolean running;

        Made(ContainerSpec spec) {
            this.spec = spec;
        }
    }

    private final Map<String, Made> containers = new TreeMap<>();
    private final Map<String, String> images = new HashMap<>();
    private final Map<String, Map<String, String>> files = new HashMap<>();
    private final Set<String> volumes = new HashSet<>();
    private final Set<String> networks = new HashSet<>();
    private final Set<String> sick = new HashSet<>();
    private final Set<String> fetchable = new HashSet<>();
    private final List<List<String>> ran = new java.util.ArrayList<>();
    private @Nullable Why broken;
    private @Nullable String sickening;
    private boolean failing;
    private int changes;
    private int killAt;
    private boolean after;
    private int made;

    public void has(String reference, String id) {
        images.put(reference, id);
    }

    public void canFetch(String reference) {
        fetchable.add(reference);
    }

    /** Whatever runs this image never becomes well. */
    public void makesSick(String imageId) {
        sick.add(imageId);
    }

    /** Every question fails so; null: none. */
    public void breaks(@Nullable Why why) {
        broken = why;
    }

    /** @param change counted from one; 0: never */
    public void killAt(int change, boolean afterIt) {
        changes = 0;
        killAt = change;
        after = afterIt;
    }

    public int changes() {
        return changes;
    }

    /** Name to image id and whether it runs, for comparison. */
    public Map<String, String> running() {
        Map<String, String> running = new TreeMap<>();
        containers.forEach((name, each) -> running.put(name, each.spec.image() + (each.running ? " runs" : " stands")));
        return running;
    }

    public Set<String> volumes() {
        return Set.copyOf(volumes);
    }

    public Set<String> networks() {
        return Set.copyOf(networks);
    }

    /** What lies in a volume by file name. */
    public Map<String, String> in(String volume) {
        return files.getOrDefault(volume, Map.of());
    }

    public ContainerSpec spec(String name) {
        return Objects.requireNonNull(containers.get(name)).spec;
    }

    /** Somebody else makes a container. */
    public void foreign(String name) {
        containers.put(name, new Made(spec(name, Map.of())));
    }

    /** Somebody else removes one. */
    public void vanish(String name) {
        containers.remove(name);
    }

    private static ContainerSpec spec(String name, Map<String, String> labels) {
        return new ContainerSpec(
                name,
                "sha256:other",
                List.of(),
                List.of(),
                Map.of(),
                "1:1",
                List.of(),
                List.of(),
                new ContainerSpec.Limits(1, 1, 1),
                new ContainerSpec.HealthCheck(List.of("true"), Duration.ofSeconds(1), Duration.ZERO),
                Map.of(),
                List.of(),
                Duration.ZERO,
                labels);
    }

    @Override
    public boolean configured() {
        return true;
    }

    @Override
    public EngineFacts engine() {
        answering();
        return new EngineFacts("20.10.24", "1.41", List.of("name=seccomp,profile=default"));
    }

    @Override
    public List<String> containers() {
        answering();
        return List.copyOf(containers.keySet());
    }

    @Override
    public Optional<ContainerFacts> container(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<ContainerStanding> standing(String name) {
        answering();
        return found(name).map(each -> standing(each.getKey(), each.getValue()));
    }

    private ContainerStanding standing(String name, Made each) {
        String health =
                !each.running ? "" : sick.contains(each.spec.image()) || poisoned(each.spec) ? "unhealthy" : "healthy";
        return new ContainerStanding(
                each.id,
                name,
                each.spec.image(),
                each.running,
                each.running ? "running" : "created",
                health,
                0,
                each.spec.labels());
    }

    private Optional<Map.Entry<String, Made>> found(String nameOrId) {
        return containers.entrySet().stream()
                .filter(each ->
                        each.getKey().equals(nameOrId) || each.getValue().id.equals(nameOrId))
                .findFirst();
    }

    @Override
    public Optional<ImageFacts> image(String id) {
        answering();
        return Optional.ofNullable(images.get(id))
                .or(() -> images.containsValue(id) ? Optional.of(id) : Optional.empty())
                .map(known -> new ImageFacts(known, List.of(), true, Set.of()));
    }

    @Override
    public Optional<SetuidFiles> setuid(String container) {
        return Optional.empty();
    }

    @Override
    public ContainerWorks works() {
        return this;
    }

    @Override
    public void close() {}

    @Override
    public List<ContainerStanding> labelled(String label, String value) {
        answering();
        return containers.entrySet().stream()
                .filter(each -> value.equals(each.getValue().spec.labels().get(label)))
                .map(each -> standing(each.getKey(), each.getValue()))
                .toList();
    }

    @Override
    public String create(ContainerSpec spec) {
        changing(() -> {
            if (containers.containsKey(spec.name())) {
                throw new EngineFault(Why.NAME_TAKEN, spec.name(), null);
            }
            if (!images.containsValue(spec.image())) {
                throw new EngineFault(Why.IMAGE_MISSING, spec.image(), null);
            }
            spec.networks().keySet().stream()
                    .filter(network -> !networks.contains(network))
                    .findFirst()
                    .ifPresent(network -> {
                        throw new EngineFault(Why.GONE, network, null);
                    });
            spec.volumes().forEach(volume -> volumes.add(volume.name()));
            Made each = new Made(spec);
            each.id = "id" + ++made;
            containers.put(spec.name(), each);
        });
        return Objects.requireNonNull(containers.get(spec.name())).id;
    }

    @Override
    public void start(String container) {
        changing(() -> {
            Made each = there(container);
            boolean taken = containers.values().stream()
                    .filter(other -> other.running && other != each)
                    .flatMap(other -> other.spec.ports().stream())
                    .anyMatch(port -> each.spec.ports().stream().anyMatch(own -> own.onHost() == port.onHost()));
            if (taken) {
                throw new EngineFault(Why.PORT_TAKEN, "port is already allocated", null);
            }
            each.running = true;
        });
    }

    @Override
    public void stop(String container, Duration grace) {
        changing(() -> found(container).ifPresent(each -> each.getValue().running = false));
    }

    @Override
    public void remove(String container) {
        changing(() -> found(container).ifPresent(each -> containers.remove(each.getKey())));
    }

    @Override
    public void rename(String container, String name) {
        changing(() -> {
            if (containers.containsKey(name)) {
                throw new EngineFault(Why.NAME_TAKEN, name, null);
            }
            Made each = there(container);
            found(container).ifPresent(found -> containers.remove(found.getKey()));
            containers.put(name, each);
        });
    }

    @Override
    public void fill(VolumeFilling filling) {
        changing(() -> filling.folders()
                .forEach(folder -> folder.files()
                        .forEach(file -> files.computeIfAbsent(folder.volume(), name -> new TreeMap<>())
                                .put(file.name(), file.content()))));
    }

    @Override
    public void network(String name, boolean inner, Map<String, String> labels) {
        changing(() -> networks.add(name));
    }

    @Override
    public void connect(String network, String container, List<String> aliases) {}

    @Override
    public boolean hasNetwork(String name) {
        answering();
        return networks.contains(name);
    }

    @Override
    public void removeNetwork(String name) {
        changing(() -> {
            if (containers.values().stream()
                    .anyMatch(each -> each.spec.networks().containsKey(name))) {
                throw new EngineFault(Why.IN_USE, name, null);
            }
            networks.remove(name);
        });
    }

    @Override
    public boolean hasVolume(String name) {
        answering();
        return volumes.contains(name);
    }

    @Override
    public void volume(String name, Map<String, String> labels) {
        changing(() -> volumes.add(name));
    }

    @Override
    public void removeVolume(String name) {
        changing(() -> volumes.remove(name));
    }

    @Override
    public String pull(String reference, Consumer<Fetched> progress) {
        changing(() -> {
            if (!fetchable.contains(reference)) {
                throw new EngineFault(Why.IMAGE_MISSING, reference, null);
            }
            progress.accept(new Fetched(5, 10));
            images.put(reference, "sha256:" + reference.hashCode());
        });
        return Objects.requireNonNull(images.get(reference));
    }

    @Override
    public void load(InputStream archive) {}

    @Override
    public List<String> logs(String container, int lines) {
        return List.of("one", "two");
    }

    @Override
    public Ran run(String container, List<String> line) {
        changing(() -> {
            there(container);
            ran.add(line);
        });
        return new Ran(failing ? 1 : 0, failing ? List.of("it would not") : List.of());
    }

    /** Programs that were run in containers, in order. */
    public List<List<String>> ran() {
        return List.copyOf(ran);
    }

    /** Every program ends badly. */
    public void fails(boolean fails) {
        failing = fails;
    }

    /** A container whose files are these never becomes well. */
    public void makesSickWith(String content) {
        sickening = content;
    }

    private boolean poisoned(ContainerSpec spec) {
        return sickening != null
                && spec.volumes().stream()
                        .anyMatch(volume -> in(volume.name()).values().stream()
                                .anyMatch(file -> file.contains(Objects.requireNonNull(sickening))));
    }

    @Override
    public Optional<ResourceUse> use(String container) {
        return found(container)
                .filter(each -> each.getValue().running)
                .map(each -> new ResourceUse(1 << 20, 1 << 25, 10, 2));
    }

    @Override
    public void events(String label, Duration longest, BiPredicate<String, String> heard) {}

    private Made there(String container) {
        return found(container).map(Map.Entry::getValue).orElseThrow(() -> new EngineFault(Why.GONE, container, null));
    }

    private void answering() {
        if (broken != null) {
            throw new EngineFault(broken, "/run/docker.sock", null);
        }
    }

    private void changing(Runnable change) {
        answering();
        changes++;
        if (changes == killAt && !after) {
            throw new Killed();
        }
        change.run();
        if (changes == killAt) {
            throw new Killed();
        }
    }
}
