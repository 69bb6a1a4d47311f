package cloud.maidan.portal.docker;

import java.util.List;

/**
 * What an engine says about itself.
 *
 * @param version such as {@code 20.10.24}
 * @param api the version of its API that we speak, such as {@code 1.41}
 * @param security such as {@code name=seccomp,profile=default} and {@code name=apparmor}
 * @param swarm what it is in a Swarm
 */
public record EngineFacts(String version, String api, List<String> security, Swarm swarm) {

    public EngineFacts {
        security = List.copyOf(security);
    }

    /** Of an engine that is in no Swarm. */
    public EngineFacts(String version, String api, List<String> security) {
        this(version, api, security, new Swarm("inactive", false, ""));
    }

    /**
     * @param state in the engine's words: {@code inactive pending active error locked}
     * @param manager whether services can be made here
     * @param node its id in the Swarm; empty when it is in none
     */
    public record Swarm(String state, boolean manager, String node) {

        public boolean joined() {
            return state.equals("active");
        }
    }

    /** Whether its Swarm keeps no-new-privileges and seccomp of a service; an older one drops them without a word. */
    public boolean confinesServices() {
        return ApiVersion.parse(api).compareTo(ApiVersion.CONFINING_SERVICES) >= 0;
    }

    /** @param name such as {@code apparmor} */
    public boolean has(String name) {
        return security.stream()
                .anyMatch(option -> option.equals("name=" + name) || option.startsWith("name=" + name + ","));
    }

    /** Whether containers run under a seccomp profile unless they ask not to. */
    public boolean filtersSystemCalls() {
        return has("seccomp") && security.stream().noneMatch("name=seccomp,profile=unconfined"::equals);
    }
}
