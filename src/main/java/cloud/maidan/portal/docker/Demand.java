package cloud.maidan.portal.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Something that a container has to have, and where a Swarm says whether its service has it (Docker Engine API v1.44,
 * ServiceSpec). An engine drops what it does not know without a word: Docker Engine before 25 the two about privileges.
 */
enum Demand {
    IMAGE("image", "/TaskTemplate/ContainerSpec/Image"),
    USER("user", "/TaskTemplate/ContainerSpec/User"),
    READ_ONLY("read_only", "/TaskTemplate/ContainerSpec/ReadOnly"),
    CAPABILITIES("cap_drop", "/TaskTemplate/ContainerSpec/CapabilityDrop"),
    NO_CAPABILITIES("cap_add", "/TaskTemplate/ContainerSpec/CapabilityAdd"),
    NO_NEW_PRIVILEGES("no-new-privileges", "/TaskTemplate/ContainerSpec/Privileges/NoNewPrivileges"),
    SECCOMP("seccomp", "/TaskTemplate/ContainerSpec/Privileges/Seccomp"),
    INIT("init", "/TaskTemplate/ContainerSpec/Init"),
    MOUNTS("volumes, tmpfs", "/TaskTemplate/ContainerSpec/Mounts"),
    HEALTH("healthcheck", "/TaskTemplate/ContainerSpec/Healthcheck"),
    MEMORY("mem_limit", "/TaskTemplate/Resources/Limits/MemoryBytes"),
    CPUS("cpus", "/TaskTemplate/Resources/Limits/NanoCPUs"),
    PIDS("pids_limit", "/TaskTemplate/Resources/Limits/Pids"),
    NETWORKS("networks", "/TaskTemplate/Networks"),
    RESTART("restart", "/TaskTemplate/RestartPolicy"),
    LOGS("logging", "/TaskTemplate/LogDriver"),
    PLACEMENT("placement", "/TaskTemplate/Placement"),
    MODE("replicas", "/Mode/Replicated"),
    UPDATE("update_config", "/UpdateConfig"),
    ENDPOINT("endpoint_mode", "/EndpointSpec");

    /** As a compose file calls it, in any language. */
    private final String word;

    private final String place;

    Demand(String word, String place) {
        this.word = word;
        this.place = place;
    }

    /** What of a container no version of Swarm has a word for. */
    static List<String> unspeakable(ContainerSpec spec) {
        List<String> unspeakable = new ArrayList<>();
        spec.ports().forEach(port -> unspeakable.add("ports " + port.address() + ":" + port.onHost()));
        if (spec.networks().isEmpty()) {
            unspeakable.add("network_mode none");
        }
        return unspeakable;
    }

    /**
     * @param asked the service as it was to be
     * @param made as it became
     * @return the words of what was not kept
     */
    static List<String> lost(Set<Demand> demands, JsonNode asked, JsonNode made) {
        return demands.stream()
                .sorted()
                .filter(demand -> !kept(asked.at(demand.place), made.at(demand.place)))
                .map(demand -> demand.word)
                .toList();
    }

    /** An engine may add what nobody asked for to an object, never to a list, and leaves out what is false or empty. */
    private static boolean kept(JsonNode asked, JsonNode made) {
        if (asked.isObject()) {
            return asked.properties().stream().allMatch(each -> kept(each.getValue(), made.path(each.getKey())));
        }
        if (asked.isArray()) {
            boolean same = asked.size() == made.size();
            for (int at = 0; same && at < asked.size(); at++) {
                same = kept(asked.path(at), made.path(at));
            }
            return same;
        }
        if (asked.isBoolean()) {
            return asked.asBoolean() == made.asBoolean(false);
        }
        return asked.isNumber()
                ? asked.asLong() == made.asLong(0)
                : asked.asString("").equals(made.asString(""));
    }
}
