package cloud.maidan.portal.docker;

import cloud.maidan.portal.docker.DockerProperties.Orchestration;
import java.util.List;
import java.util.Optional;

/**
 * One container engine, alone or as a manager of a Swarm: what it is and what it runs. There is a bean of it only
 * {@linkplain OnlyOperator in the operator}.
 * Each method may throw an {@link EngineFault}; what vanished since it was listed is empty, not a fault.
 */
public interface ContainerRuntime extends AutoCloseable {

    /**
     * A runtime apart from the portal, as the command line needs it.
     *
     * @param host such as {@code unix:///run/docker.sock}
     */
    static ContainerRuntime at(String host) {
        return DockerProperties.of(host, Orchestration.ENGINE).runtime();
    }

    /**
     * Likewise, whose works are services of the Swarm that the engine is a manager of. What is looked at are the
     * containers of this machine.
     */
    static ContainerRuntime inSwarm(String host) {
        return DockerProperties.of(host, Orchestration.SWARM).runtime();
    }

    /** Whether an engine is named at all. */
    boolean configured();

    EngineFacts engine();

    /** The ids of all containers, running or not. */
    List<String> containers();

    Optional<ContainerFacts> container(String id);

    /** @param name or id */
    Optional<ContainerStanding> standing(String name);

    /** @param id as {@link ContainerFacts#imageId} names it, or a reference such as {@code docker.io/library/postgres:18} */
    Optional<ImageFacts> image(String id);

    /**
     * Reads through the files of a container, without its volumes.
     *
     * @param container its id
     */
    Optional<SetuidFiles> setuid(String container);

    /** What changes something. */
    ContainerWorks works();

    @Override
    void close();
}
