package cloud.maidan.portal.docker;

import java.util.List;

/**
 * What an engine says about itself.
 *
 * @param version such as {@code 20.10.24}
 * @param api the version of its API that we speak, such as {@code 1.41}
 * @param security such as {@code name=seccomp,profile=default} and {@code name=apparmor}
 */
public record EngineFacts(String version, String api, List<String> security) {

    public EngineFacts {
        security = List.copyOf(security);
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
