package cloud.maidan.portal.docker;

import static cloud.maidan.portal.docker.DockerEngine.name;

import cloud.maidan.portal.docker.EngineFault.Why;
import cloud.maidan.portal.docker.EngineLine.Question;
import cloud.maidan.portal.docker.SwarmService.Task;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Containers as services of a Swarm, one replica each. Volumes and images are those of the manager's own machine, and so
 * a service that needs them stays there.
 *
 * @param demands what a service has to have kept
 */
record SwarmWorks(DockerEngine engine, SwarmServices services, Set<Demand> demands) implements ContainerWorks {

    /** What a Swarm writes on the containers it makes. */
    private static final String OF_A_SERVICE = "com.docker.swarm.service.id";

    private ContainerWorks alone() {
        return engine.works();
    }

    private EngineLine line() {
        return engine.line();
    }

    @Override
    public List<ContainerStanding> labelled(String label, String value) {
        return Stream.concat(
                        services.labelled(label, value).stream().map(SwarmService::standing),
                        alone().labelled(label, value).stream()
                                .filter(container ->
                                        container.label(OF_A_SERVICE).isEmpty()))
                .toList();
    }

    @Override
    public String create(ContainerSpec spec) {
        return new ServiceMaking(engine, services, demands).make(spec);
    }

    @Override
    public void start(String container) {
        services.find(container).ifPresentOrElse(services::start, () -> alone().start(container));
    }

    @Override
    public void stop(String container, Duration grace) {
        Optional<SwarmService> found = services.find(container);
        if (found.isEmpty()) {
            alone().stop(container, grace);
        } else if (!services.stopped(found.get(), grace)) {
            throw new EngineFault(Why.TIMED_OUT, container, null);
        }
    }

    /** A machine that went away does not keep its services from being removed. */
    @Override
    public void remove(String container) {
        Optional<SwarmService> found = services.find(container);
        found.ifPresent(service -> services.stopped(service, Duration.ZERO));
        found.ifPresentOrElse(service -> services.remove(service.id()), () -> alone().remove(container));
    }

    @Override
    public void rename(String container, String name) {
        Optional<SwarmService> found = services.find(container);
        if (found.isEmpty()) {
            alone().rename(container, name);
            return;
        }
        if (services.find(name).isPresent()) {
            throw new EngineFault(Why.NAME_TAKEN, name, null);
        }
        services.label(found.get().id(), Map.of(SwarmService.NAME, name));
    }

    @Override
    public void fill(VolumeFilling filling) {
        alone().fill(filling);
    }

    @Override
    public void network(String name, boolean inner, Map<String, String> labels) {
        if (hasNetwork(name)) {
            services.overlay(name);
            return;
        }
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("Name", name)
                .put("CheckDuplicate", true)
                .put("Driver", "overlay")
                .put("Internal", inner);
        body.set("Labels", SpecBody.strings(labels));
        body.putObject("Options").put("encrypted", "");
        line().ask(Question.json("networks/create", name, body));
    }

    @Override
    public void connect(String network, String container, List<String> aliases) {
        throw new EngineFault(Why.NETWORKS_FIXED, network, null);
    }

    @Override
    public boolean hasNetwork(String name) {
        return alone().hasNetwork(name);
    }

    @Override
    public void removeNetwork(String name) {
        alone().removeNetwork(name);
    }

    @Override
    public boolean hasVolume(String name) {
        return alone().hasVolume(name);
    }

    @Override
    public void volume(String name, Map<String, String> labels) {
        alone().volume(name, labels);
    }

    @Override
    public void removeVolume(String name) {
        alone().removeVolume(name);
    }

    @Override
    public String pull(String reference, Consumer<Fetched> progress) {
        return alone().pull(reference, progress);
    }

    @Override
    public void load(InputStream archive) {
        alone().load(archive);
    }

    /** Of its newest task, on whichever machine; a task that was stopped takes its log along. */
    @Override
    public List<String> logs(String container, int lines) {
        Optional<SwarmService> found = services.find(container);
        if (found.isEmpty()) {
            return alone().logs(container, lines);
        }
        String tail = "/logs?stdout=true&stderr=true&tail=" + Math.max(lines, 0);
        return found.flatMap(SwarmService::newest)
                .flatMap(task -> line().find(
                                Question.get("tasks/" + name(task.id()) + tail, container),
                                line().everyday(),
                                body -> LogFrames.lines(body, lines)))
                .orElse(List.of());
    }

    /** On this machine only: a manager does not reach into containers of another. */
    @Override
    public Ran run(String container, List<String> line) {
        Optional<SwarmService> found = services.find(container);
        if (found.isEmpty()) {
            return alone().run(container, line);
        }
        String id = found.flatMap(SwarmService::newest).map(Task::container).orElse("");
        if (id.isEmpty()) {
            throw new EngineFault(Why.GONE, container, null);
        }
        return alone().run(id, line);
    }

    /** Empty also where it runs on another machine: a manager does not know what a container there uses. */
    @Override
    public Optional<ResourceUse> use(String container) {
        Optional<SwarmService> found = services.find(container);
        if (found.isEmpty()) {
            return alone().use(container);
        }
        return found.flatMap(SwarmService::newest)
                .map(Task::container)
                .filter(id -> !id.isEmpty())
                .flatMap(alone()::use);
    }

    /** Of this machine's containers; each is called what its service is. */
    @Override
    public void events(String label, Duration longest, BiPredicate<String, String> heard) {
        alone().events(label, longest, (what, container) -> heard.test(what, service(container)));
    }

    /** A task's container is called service.replica.task. */
    private String service(String container) {
        int dot = container.indexOf('.');
        return dot < 1
                ? container
                : services.find(container.substring(0, dot))
                        .map(SwarmService::name)
                        .orElse(container);
    }
}
