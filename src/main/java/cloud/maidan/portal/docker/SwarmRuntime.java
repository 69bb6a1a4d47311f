package cloud.maidan.portal.docker;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A Docker Engine that manages a Swarm: what it makes are services, what it shows are this machine's containers. */
final class SwarmRuntime implements ContainerRuntime {

    private final DockerEngine engine;
    private final SwarmServices services;
    private final SwarmWorks works;

    /** @param demands what a service has to have kept; everything, but for tests on an engine that cannot */
    SwarmRuntime(DockerProperties properties, Set<Demand> demands) {
        this.engine = new DockerEngine(properties);
        this.services = new SwarmServices(engine.line());
        this.works = new SwarmWorks(engine, services, demands);
    }

    @Override
    public boolean configured() {
        return engine.configured();
    }

    @Override
    public EngineFacts engine() {
        return engine.engine();
    }

    @Override
    public List<String> containers() {
        return engine.containers();
    }

    @Override
    public Optional<ContainerFacts> container(String id) {
        return engine.container(id);
    }

    /** Of a service, else of a container that somebody made beside the Swarm. */
    @Override
    public Optional<ContainerStanding> standing(String name) {
        return services.find(name).map(SwarmService::standing).or(() -> engine.standing(name));
    }

    @Override
    public Optional<ImageFacts> image(String id) {
        return engine.image(id);
    }

    @Override
    public Optional<SetuidFiles> setuid(String container) {
        return engine.setuid(container);
    }

    @Override
    public ContainerWorks works() {
        return works;
    }

    @Override
    public void close() {
        engine.close();
    }
}
