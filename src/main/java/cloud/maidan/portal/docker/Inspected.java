package cloud.maidan.portal.docker;

import cloud.maidan.portal.docker.ContainerFacts.Confinement;
import cloud.maidan.portal.docker.ContainerFacts.Limits;
import cloud.maidan.portal.docker.ContainerFacts.Mount;
import cloud.maidan.portal.docker.ContainerFacts.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What the engine answers to an inspection, read leniently: docker-java's own types refuse a whole container for one
 * capability or mount they have never heard of (Docker Engine API v1.41, ContainerInspect and ImageInspect).
 */
record Inspected(JsonNode json) {

    ContainerFacts container() {
        JsonNode config = json.path("Config");
        JsonNode host = json.path("HostConfig");
        boolean running = json.path("State").path("Running").asBoolean(false);
        return new ContainerFacts(
                text(json, "Id"),
                text(json, "Name").replaceFirst("^/", ""),
                text(config, "Image"),
                text(json, "Image"),
                running,
                strings(config.path("Labels")),
                text(config, "User"),
                healthCheck(config),
                confinement(host),
                limits(host),
                mounts(),
                ports(running ? json.path("NetworkSettings").path("Ports") : host.path("PortBindings")));
    }

    ContainerStanding standing() {
        JsonNode state = json.path("State");
        return new ContainerStanding(
                text(json, "Id"),
                text(json, "Name").replaceFirst("^/", ""),
                text(json, "Image"),
                state.path("Running").asBoolean(false),
                text(state, "Status"),
                text(state.path("Health"), "Status"),
                (int) number(state, "ExitCode"),
                strings(json.path("Config").path("Labels")));
    }

    ImageFacts image() {
        JsonNode config = json.path("Config");
        Set<String> exposes = new TreeSet<>(config.path("ExposedPorts").propertyNames());
        return new ImageFacts(text(json, "Id"), list(json, "RepoDigests"), healthCheck(config), exposes);
    }

    private Confinement confinement(JsonNode host) {
        Map<String, String> modes = Map.of(
                "network", text(host, "NetworkMode"),
                "pid", text(host, "PidMode"),
                "ipc", text(host, "IpcMode"),
                "uts", text(host, "UTSMode"),
                "user", text(host, "UsernsMode"));
        return new Confinement(
                host.path("Privileged").asBoolean(false),
                capabilities(host, "CapAdd"),
                capabilities(host, "CapDrop"),
                list(host, "SecurityOpt"),
                text(json, "AppArmorProfile"),
                host.path("ReadonlyRootfs").asBoolean(false),
                modes,
                List.copyOf(json.path("NetworkSettings").path("Networks").propertyNames()),
                devices(host));
    }

    private static Limits limits(JsonNode host) {
        long shares = number(host, "CpuShares");
        JsonNode restart = host.path("RestartPolicy");
        return new Limits(
                Math.max(number(host, "Memory"), 0),
                number(host, "NanoCpus") > 0 || number(host, "CpuQuota") > 0 || (shares > 0 && shares != 1024),
                Math.max(number(host, "PidsLimit"), 0),
                text(restart, "Name"),
                (int) number(restart, "MaximumRetryCount"));
    }

    private List<Mount> mounts() {
        return each(json.path("Mounts"))
                .map(mount -> new Mount(
                        text(mount, "Type"),
                        text(mount, "Source"),
                        text(mount, "Destination"),
                        mount.path("RW").asBoolean(true),
                        text(mount, "Propagation")))
                .toList();
    }

    private static List<Port> ports(JsonNode bindings) {
        List<Port> ports = new ArrayList<>();
        bindings.properties()
                .forEach(port -> each(port.getValue())
                        .map(binding ->
                                new Port(text(binding, "HostIp"), first(text(binding, "HostPort")), port.getKey()))
                        .forEach(ports::add));
        return ports;
    }

    private static List<String> devices(JsonNode host) {
        return Stream.of(
                        each(host.path("Devices")).map(device -> text(device, "PathOnHost")),
                        each(host.path("DeviceCgroupRules")).map(rule -> rule.asString("")),
                        each(host.path("DeviceRequests")).map(request -> text(request, "Driver")))
                .flatMap(found -> found)
                .toList();
    }

    private static List<String> capabilities(JsonNode host, String field) {
        return list(host, field).stream()
                .map(name -> name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", ""))
                .toList();
    }

    private static boolean healthCheck(JsonNode config) {
        List<String> test = list(config.path("Healthcheck"), "Test");
        return !test.isEmpty() && !test.getFirst().equals("NONE");
    }

    /** The first number of a range such as {@code 8000-8010}; 0 when the engine chooses. */
    private static int first(String port) {
        String digits = port.replaceFirst("\\D.*", "");
        return digits.isEmpty() || digits.length() > 5 ? 0 : Integer.parseInt(digits);
    }

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new HashMap<>();
        object.properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asString("")));
        return strings;
    }

    private static List<String> list(JsonNode object, String field) {
        return each(object.path(field)).map(value -> value.asString("")).toList();
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return array.isArray() ? array.valueStream() : Stream.empty();
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }

    private static long number(JsonNode object, String field) {
        return object.path(field).asLong(0);
    }
}
