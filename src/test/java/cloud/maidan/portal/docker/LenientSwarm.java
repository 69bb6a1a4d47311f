package cloud.maidan.portal.docker;

import cloud.maidan.portal.docker.DockerProperties.Orchestration;
import java.util.EnumSet;

/** A Swarm of an engine that keeps neither no-new-privileges nor seccomp of a service, of which nobody demands them. */
public final class LenientSwarm {

    private LenientSwarm() {}

    public static ContainerRuntime at(String host) {
        return new SwarmRuntime(
                DockerProperties.of(host, Orchestration.SWARM),
                EnumSet.complementOf(EnumSet.of(Demand.NO_NEW_PRIVILEGES, Demand.SECCOMP)));
    }
}
