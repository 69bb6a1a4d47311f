package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.docker.ContainerSpec;
import cloud.maidan.portal.docker.ContainerSpec.HealthCheck;
import cloud.maidan.portal.docker.ContainerSpec.Limits;
import cloud.maidan.portal.docker.ContainerSpec.Tmpfs;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** Reads one container of a blueprint and refuses what would leave it less than hardened. */
record PartReader(Section section, References references, Set<String> switches, boolean mayHaveWayOut) {

    private static final String IMAGE =
            "[a-z0-9.-]+\\.[a-z]+(:\\d+)?/[a-z0-9][a-z0-9._/-]*:(?!latest)[A-Za-z0-9][A-Za-z0-9._-]*";
    static final String FILE = "[A-Za-z0-9][A-Za-z0-9_.-]{0,60}";
    private static final String NOT_ROOT = "[1-9][0-9]{0,6}:[1-9][0-9]{0,6}";

    Part read() {
        boolean wayOut = section.maybe("way-out").map(this::yes).orElse(false);
        if (wayOut && !mayHaveWayOut) {
            throw new BlueprintFault(section.at("way-out") + " is refused: the blueprint declares no egress");
        }
        Map<Integer, String> publish = publish();
        if (!publish.isEmpty() && !wayOut) {
            throw new BlueprintFault(section.at("publish") + " is refused: an inner network publishes no port");
        }
        Part part = new Part(
                matching("image", IMAGE, "must name registry and version, such as docker.io/library/redis:8-alpine"),
                matching("user", NOT_ROOT, "must be two numbers above zero: nothing of ours runs as root"),
                texts("entrypoint"),
                texts("command"),
                environment(),
                section.maybeSection("files").map(this::files),
                volumes(),
                tmpfs(),
                limits(section.section("limits")),
                health(section.section("health")),
                section.maybe("front").map(port -> section.as("front", PartReader::port)),
                wayOut,
                publish,
                section.maybe("publish-on").map(name -> parameter("publish-on", name)),
                reaches(),
                section.list("known-as").stream()
                        .map(name -> parameter("known-as", name))
                        .toList(),
                when());
        section.end();
        return part;
    }

    private List<String> reaches() {
        List<String> reaches = section.list("reaches");
        reaches.stream()
                .filter(service -> !service.matches(BlueprintFile.NAME))
                .findFirst()
                .ifPresent(service -> {
                    throw new BlueprintFault(section.at("reaches") + ": " + service + " is not the name of a service");
                });
        return reaches;
    }

    private Optional<String> when() {
        Optional<String> when = section.maybe("when");
        if (when.isPresent() && !switches.contains(when.get())) {
            throw new BlueprintFault(section.at("when") + ": there is no switch " + when.get());
        }
        return when;
    }

    private String matching(String key, String pattern, String rule) {
        String text = section.text(key);
        if (!text.matches(pattern)) {
            throw new BlueprintFault(section.at(key) + " is refused: " + text + " " + rule);
        }
        return text;
    }

    private List<String> texts(String key) {
        return section.list(key).stream()
                .map(text -> references.open(section.at(key), text))
                .toList();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = section.texts("environment");
        environment.forEach((name, value) -> references.open(section.at("environment." + name), value));
        return environment;
    }

    private Part.Files files(Section files) {
        Map<String, String> contents = files.texts("contents");
        contents.forEach((name, content) -> {
            if (!name.matches(FILE)) {
                throw new BlueprintFault(files.at("contents") + ": " + name + " is not the name of a file");
            }
            references.closed(files.at("contents." + name), content);
        });
        String at = files.text("at");
        section.checked(() -> new ContainerSpec.Volume("files", at, false));
        files.end();
        return new Part.Files(at, contents);
    }

    private Map<String, String> volumes() {
        Map<String, String> volumes = section.texts("volumes");
        volumes.forEach((name, path) -> section.checked(() -> {
            if (!name.matches("[a-z][a-z0-9-]{0,30}")) {
                throw new IllegalArgumentException(
                        "only named volumes are mounted, never folders of the host: " + name);
            }
            return new ContainerSpec.Volume("maidan-" + name, path, true);
        }));
        return volumes;
    }

    private List<Tmpfs> tmpfs() {
        return section.texts("tmpfs").entrySet().stream()
                .map(each -> section.checked(() ->
                        new Tmpfs(each.getKey(), DataSize.parse(each.getValue()).toBytes())))
                .toList();
    }

    private static Limits limits(Section limits) {
        long memory = limits.as("memory", text -> DataSize.parse(text).toBytes());
        int cpus =
                limits.as("cpus", text -> new BigDecimal(text).movePointRight(3).intValue());
        int pids = limits.as("pids", Integer::parseInt);
        Limits read = limits.checked(() -> new Limits(memory, cpus, pids));
        limits.end();
        return read;
    }

    private HealthCheck health(Section health) {
        List<String> test = health.list("test");
        test.forEach(text -> references.open(health.at("test"), text));
        Duration every = health.as("every", DurationStyle.SIMPLE::parse);
        Duration within = health.as("within", DurationStyle.SIMPLE::parse);
        HealthCheck read = health.checked(() -> new HealthCheck(test, every, within));
        health.end();
        return read;
    }

    private Map<Integer, String> publish() {
        Map<Integer, String> publish = new LinkedHashMap<>();
        section.texts("publish")
                .forEach((inside, parameter) ->
                        publish.put(section.checked(() -> port(inside)), parameter("publish", parameter)));
        if (!publish.isEmpty()) {
            section.text("publish-on");
        }
        return publish;
    }

    private String parameter(String key, String name) {
        if (!references.parameters().contains(name)) {
            throw new BlueprintFault(section.at(key) + ": there is no parameter " + name);
        }
        return name;
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 1024 || port > 65_535) {
            throw new IllegalArgumentException(port + " is no port that a program without rights can open");
        }
        return port;
    }

    private boolean yes(String text) {
        return switch (text) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new BlueprintFault(section.at("way-out") + " is yes or no");
        };
    }
}
