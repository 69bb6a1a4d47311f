package cloud.maidan.portal.docker;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A manager of a Swarm behind a socket: keeps services, gives each replica a healthy task, and forgets what it is told. */
final class InventedSwarm implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    final InventedEngine engine;
    final Map<String, ObjectNode> services = new TreeMap<>();

    /** Path and body of what changed something, in order. */
    final List<String> changes = new ArrayList<>();

    private final List<String> containers = new ArrayList<>();
    private Consumer<ObjectNode> forgets = spec -> {};
    private String task = "{\"State\": \"running\", \"ContainerStatus\": {\"ContainerID\": \"c0ffee\"}}";
    private int meddling;
    private int made;

    InventedSwarm(Path folder, String api) throws IOException {
        engine = new InventedEngine(folder).ofVersion(api, "1.24").otherwise(this::answer);
        engine.on("/info", InventedEngine.json(200, """
                {"SecurityOptions": ["name=seccomp,profile=default"],
                 "Swarm": {"LocalNodeState": "active", "ControlAvailable": true, "NodeID": "here"}}"""));
        engine.on("/networks/small", InventedEngine.json(200, """
                {"Id": "net1", "Scope": "swarm"}"""));
        engine.on("/networks/old", InventedEngine.json(200, """
                {"Id": "net2", "Scope": "local"}"""));
        engine.on("/images/sha256:one/json", InventedEngine.json(200, """
                {"Id": "sha256:one", "RepoDigests": ["small@sha256:two"]}"""));
    }

    /** As Docker Engine 20.10 does. */
    InventedSwarm dropsPrivileges() {
        return forgets(spec ->
                spec.withObject("/TaskTemplate/ContainerSpec/Privileges").removeAll());
    }

    InventedSwarm forgets(Consumer<ObjectNode> what) {
        forgets = what;
        return this;
    }

    /** @param status of every task that is made from here on */
    InventedSwarm tasksBecome(String status) {
        task = status;
        return this;
    }

    /** Somebody else changes each service before we do, so often. */
    InventedSwarm meddledWith(int times) {
        meddling = times;
        return this;
    }

    /** A container beside the Swarm. */
    void container(String id, String name, String labels) {
        containers.add("{\"Id\": \"" + id + "\"}");
        String facts =
                "{\"Id\": \"" + id + "\", \"Name\": \"/" + name + "\", \"Config\": {\"Labels\": " + labels + "}}";
        engine.on("/containers/" + id + "/json", InventedEngine.json(200, facts));
        engine.on("/containers/" + name + "/json", InventedEngine.json(200, facts));
    }

    String host() {
        return engine.host();
    }

    @Override
    public void close() {
        engine.close();
    }

    private synchronized InventedEngine.Answer answer(String method, String path, String body) {
        if (!method.equals("GET")) {
            changes.add(method + " " + path);
        }
        String[] parts = path.split("[?/]");
        return switch (parts[1]) {
            case "services" -> method.equals("GET") ? found(path, parts[2]) : changed(method, parts[2], body);
            case "tasks" -> json(200, tasks(path));
            case "containers" -> InventedEngine.json(path.contains("json?") ? 200 : 404, containers.toString());
            default -> InventedEngine.json(404, "{}");
        };
    }

    private InventedEngine.Answer found(String path, String id) {
        if (path.startsWith("/services?")) {
            ArrayNode matching = JSON.createArrayNode();
            String[] label = filter(path, "label").split("=", 2);
            services.values().stream()
                    .filter(service -> service.at("/Spec/Labels")
                            .path(label[0])
                            .asString("")
                            .equals(label[1]))
                    .forEach(matching::add);
            return json(200, matching);
        }
        ObjectNode service = services.get(id);
        return service == null ? InventedEngine.json(404, "{}") : json(200, service);
    }

    private InventedEngine.Answer changed(String method, String id, String body) {
        if (method.equals("DELETE")) {
            services.remove(id);
            return InventedEngine.json(200, "{}");
        }
        ObjectNode spec = JSON.readTree(body).asObject();
        forgets.accept(spec);
        if (id.equals("create")) {
            String fresh = "id" + ++made;
            ObjectNode service = JSON.createObjectNode().put("ID", fresh).put("UpdatedAt", "2026-01-01T00:00:00Z");
            service.set("Spec", spec);
            service.putObject("Version").put("Index", made);
            services.put(fresh, service);
            return InventedEngine.json(201, "{\"ID\": \"" + fresh + "\"}");
        }
        if (meddling-- > 0) {
            return InventedEngine.json(
                    500, "{\"message\": \"rpc error: code = Unknown desc = update out of sequence\"}");
        }
        Objects.requireNonNull(services.get(id)).set("Spec", spec);
        return InventedEngine.json(200, "{}");
    }

    private ArrayNode tasks(String path) {
        ArrayNode tasks = JSON.createArrayNode();
        String id = filter(path, "service");
        ObjectNode service = services.get(id);
        if (service != null && service.at("/Spec/Mode/Replicated/Replicas").asInt(0) > 0) {
            tasks.addObject()
                    .put("ID", "task" + id)
                    .put("CreatedAt", "2026-01-02T00:00:00Z")
                    .set("Status", JSON.readTree(task));
        }
        return tasks;
    }

    private static String filter(String path, String name) {
        String filters = path.substring(path.indexOf("filters=") + "filters=".length());
        return JSON.readTree(URLDecoder.decode(filters, StandardCharsets.UTF_8))
                .path(name)
                .path(0)
                .asString("");
    }

    private static InventedEngine.Answer json(int status, JsonNode body) {
        return InventedEngine.json(status, body.toString());
    }
}
