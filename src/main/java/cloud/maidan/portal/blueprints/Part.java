package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.docker.ContainerSpec.HealthCheck;
import cloud.maidan.portal.docker.ContainerSpec.Limits;
import cloud.maidan.portal.docker.ContainerSpec.Tmpfs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One container of a service. Texts may hold <code>${parameter}</code>; only {@link Files} may hold
 * <code>${secret.name}</code>, since a process's environment and arguments are no place for one.
 *
 * @param image with registry and tag, such as {@code docker.io/library/postgres:18-alpine}
 * @param user numbers, never root
 * @param volumes names, unique within the service, to the folders they appear in
 * @param front the port that the service's users come in at, through the proxy
 * @param wayOut whether it may reach others than its own network
 * @param publish ports inside to the parameter that says which port of this machine
 * @param publishOn the parameter that says on which address of this machine
 * @param reaches other services whose networks it is in too, as a proxy must be
 * @param knownAs parameters that hold names it answers to in those networks; none that ends in {@code .invalid}
 * @param when the switch that must say yes for there to be such a container; empty: always
 */
public record Part(
        String image,
        String user,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        Optional<Files> files,
        Map<String, String> volumes,
        List<Tmpfs> tmpfs,
        Limits limits,
        HealthCheck health,
        Optional<Integer> front,
        boolean wayOut,
        Map<Integer, String> publish,
        Optional<String> publishOn,
        List<String> reaches,
        List<String> knownAs,
        Optional<String> when) {

    public Part {
        environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        volumes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(volumes));
        publish = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(publish));
        reaches = List.copyOf(reaches);
        knownAs = List.copyOf(knownAs);
    }

    /** The same with other variables and other contents of its files. */
    Part with(Map<String, String> variables, Map<String, String> contents) {
        return new Part(
                image,
                user,
                entrypoint,
                command,
                variables,
                files.map(each -> new Files(each.at(), contents)),
                volumes,
                tmpfs,
                limits,
                health,
                front,
                wayOut,
                publish,
                publishOn,
                reaches,
                knownAs,
                when);
    }

    /**
     * Settings and secrets as files of one folder, readable by the container's user only, writable by nobody.
     *
     * @param at the folder
     * @param contents by name
     */
    public record Files(String at, Map<String, String> contents) {

        public Files {
            contents = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(contents));
        }
    }
}
