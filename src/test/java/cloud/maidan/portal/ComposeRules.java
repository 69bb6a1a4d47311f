package cloud.maidan.portal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What every service of {@code compose.yaml} has to keep to; reads the file as YAML says it, merges included. */
record ComposeRules(Map<String, Object> file) {

    private static final String OPERATOR = "portal-operator";
    private static final Set<String> OPEN_NETWORKS = Set.of("outbound", "published");
    private static final Set<String> NEVER = Set.of(
            "privileged",
            "network_mode",
            "pid",
            "ipc",
            "uts",
            "userns_mode",
            "devices",
            "cap_add",
            "env_file",
            "extra_hosts",
            "links",
            "volumes_from");
    /** The operator makes its key itself, in a volume of its own. */
    private static final Map.Entry<String, Object> MADE_KEY =
            Map.entry("PORTAL_OPERATOR_KEYFILE", "/var/lib/portal/operator/key");

    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|TOKEN|KEY)(_FILE|FILE)?");

    /** Sentences; none when all is well. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        services().forEach((name, service) -> {
            Stream.of(confinement(service), bounds(service), life(service), surroundings(name, service))
                    .flatMap(Collection::stream)
                    .forEach(fault -> faults.add(name + ": " + fault));
        });
        faults.addAll(networks());
        faults.addAll(secrets());
        return faults;
    }

    private static List<String> confinement(Map<String, Object> service) {
        List<String> faults = new ArrayList<>();
        want(faults, "read_only", service, Boolean.TRUE::equals);
        want(faults, "cap_drop", service, List.of("ALL")::equals);
        want(faults, "security_opt", service, List.of("no-new-privileges:true")::equals);
        want(faults, "user", service, user -> String.valueOf(user).matches("[1-9]\\d*:[1-9]\\d*"));
        NEVER.stream().filter(service::containsKey).forEach(key -> faults.add("has " + key));
        return faults;
    }

    private static List<String> bounds(Map<String, Object> service) {
        List<String> faults = new ArrayList<>();
        want(faults, "mem_limit", service, limit -> String.valueOf(limit).matches("[1-9]\\d*m"));
        want(faults, "cpus", service, limit -> limit instanceof Number number && number.doubleValue() > 0);
        want(faults, "pids_limit", service, limit -> limit instanceof Number number && number.intValue() > 0);
        want(
                faults,
                "tmpfs",
                service,
                all -> all instanceof List<?> list
                        && list.stream().allMatch(each -> String.valueOf(each).matches("/[^:]+:.*size=\\d+m")));
        return faults;
    }

    private static List<String> life(Map<String, Object> service) {
        List<String> faults = new ArrayList<>();
        boolean once = "no".equals(service.get("restart"));
        want(faults, "restart", service, restart -> once || "on-failure:5".equals(restart));
        want(faults, "healthcheck", service, check -> map(check).get("test") instanceof List);
        want(faults, "image", service, image -> String.valueOf(image).matches("\\$\\{\\w+:-\\S+:[^\\s:]+}"));
        if (service.get("depends_on") instanceof List<?> others) {
            faults.add("does not wait until " + others + " are well");
        }
        map(service.getOrDefault("depends_on", Map.of())).forEach((on, how) -> {
            Object condition = map(how).get("condition");
            if (!Set.of("service_healthy", "service_completed_successfully").contains(String.valueOf(condition))) {
                faults.add("does not wait until " + on + " is well");
            }
        });
        return faults;
    }

    private static List<String> surroundings(String name, Map<String, Object> service) {
        List<String> faults = new ArrayList<>();
        want(faults, "networks", service, networks -> !names(networks).isEmpty());
        boolean socket = list(service, "volumes").stream().anyMatch(volume -> volume.contains("docker.sock"));
        if (socket != name.equals(OPERATOR)) {
            faults.add(socket ? "reaches the engine" : "reaches no engine");
        }
        if (service.containsKey("ports") && !name.equals("proxy")) {
            faults.add("publishes a port");
        }
        list(service, "ports").stream()
                .filter(port -> !port.startsWith("${PUBLISHED_AT:-127.0.0.1}:"))
                .forEach(port -> faults.add("publishes " + port + " everywhere"));
        list(service, "volumes").stream()
                .filter(volume -> volume.startsWith(".") && !volume.endsWith(":ro"))
                .forEach(volume -> faults.add("may change " + volume));
        map(service.getOrDefault("environment", Map.of())).forEach((key, value) -> {
            boolean made = name.equals(OPERATOR) && Map.entry(key, value).equals(MADE_KEY);
            if (SECRET.matcher(key).matches()
                    && !made
                    && !String.valueOf(value).matches("(file://)?/run/secrets/\\S+")) {
                faults.add("has a secret in its environment: " + key);
            }
        });
        return faults;
    }

    private List<String> networks() {
        List<String> faults = new ArrayList<>();
        Map<String, Object> networks = map(file.get("networks"));
        networks.forEach((name, network) -> {
            if (!OPEN_NETWORKS.contains(name)
                    && !Boolean.TRUE.equals(map(network).get("internal"))) {
                faults.add("network " + name + " leads out");
            }
        });
        services()
                .forEach((name, service) -> names(service.getOrDefault("networks", List.of())).stream()
                        .filter(network -> !networks.containsKey(network))
                        .forEach(network -> faults.add(name + ": no network " + network)));
        Set<String> near = services().entrySet().stream()
                .filter(each -> names(each.getValue().getOrDefault("networks", List.of()))
                        .contains("operator-database"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!near.equals(Set.of(OPERATOR, "postgresql"))
                || names(service(OPERATOR).get("networks")).size() != 1) {
            faults.add("the operator meets somebody: " + near);
        }
        return faults;
    }

    private List<String> secrets() {
        List<String> faults = new ArrayList<>();
        Map<String, Object> secrets = map(file.get("secrets"));
        Set<String> used = new TreeSet<>();
        services().values().forEach(service -> {
            if (service.get("secrets") instanceof List<?> list) {
                list.forEach(each -> used.add(
                        each instanceof Map<?, ?> more ? String.valueOf(more.get("source")) : String.valueOf(each)));
            }
        });
        if (!used.equals(new TreeSet<>(secrets.keySet()))) {
            faults.add("secrets used " + used + ", named " + secrets.keySet());
        }
        secrets.forEach((name, secret) -> {
            if (!("./.secrets/" + name).equals(map(secret).get("file"))) {
                faults.add("secret " + name + " is elsewhere");
            }
        });
        return faults;
    }

    private static void want(List<String> faults, String key, Map<String, Object> service, Predicate<Object> right) {
        Object value = service.get(key);
        if (value == null || !right.test(value)) {
            faults.add(key + " is " + value);
        }
    }

    Map<String, Map<String, Object>> services() {
        return map(file.get("services")).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> map(each.getValue())));
    }

    Map<String, Object> service(String name) {
        return Objects.requireNonNull(services().get(name));
    }

    private static List<String> list(Map<String, Object> service, String key) {
        return service.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Collection<String> names(@Nullable Object listOrMap) {
        return listOrMap instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : map(listOrMap).keySet();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }
}
