package cloud.maidan.portal.docker;

import static cloud.maidan.portal.docker.DockerEngine.name;
import static cloud.maidan.portal.docker.DockerWorks.escaped;

import cloud.maidan.portal.docker.EngineFault.Why;
import cloud.maidan.portal.docker.EngineLine.Question;
import cloud.maidan.portal.docker.SwarmService.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The services of a Swarm, asked of one of its managers. */
record SwarmServices(EngineLine line) {

    /** How long a Swarm may look for a machine that takes a task. */
    private static final Duration BEGIN = Duration.ofSeconds(20);

    private static final Duration PACE = Duration.ofMillis(200);
    private static final int MOST_TRIES = 5;

    List<SwarmService> labelled(String label, String value) {
        String filters = escaped("{\"label\":[\"" + name(label) + "=" + name(value) + "\"]}");
        return asked("services?filters=" + filters, "")
                .valueStream()
                .map(this::with)
                .toList();
    }

    /** @param name that we go by, or its id, or the name that somebody else gave it */
    Optional<SwarmService> find(String name) {
        return labelled(SwarmService.NAME, name).stream().findFirst().or(() -> exact(name));
    }

    private Optional<SwarmService> exact(String name) {
        return line.find(Question.get("services/" + name(name), name), line.everyday(), EngineLine::json)
                .map(this::with);
    }

    private SwarmService with(JsonNode service) {
        String filters = escaped("{\"service\":[\"" + name(service.path("ID").asString("")) + "\"]}");
        return new SwarmService(
                service,
                asked("tasks?filters=" + filters, "")
                        .valueStream()
                        .map(SwarmService.Task::of)
                        .toList());
    }

    /** @return its id */
    String create(ObjectNode body, String subject) {
        return line.ask(Question.json("services/create", subject, body), line.everyday(), EngineLine::json)
                .path("ID")
                .asString("");
    }

    JsonNode spec(String id) {
        return asked("services/" + name(id), id).path("Spec");
    }

    /** Tried again when somebody, who may be the Swarm itself, changes it meanwhile. */
    private void change(String id, Consumer<ObjectNode> change) {
        for (int tries = 1; ; tries++) {
            JsonNode service = asked("services/" + name(id), id);
            ObjectNode spec = service.path("Spec").asObject();
            change.accept(spec);
            long version = service.path("Version").path("Index").asLong(0);
            try {
                line.ask(Question.json("services/" + id + "/update?version=" + version, id, spec));
                return;
            } catch (EngineFault fault) {
                if (tries == MOST_TRIES || !fault.detail().contains("out of sequence")) {
                    throw fault;
                }
            }
        }
    }

    /** Changes nothing about what runs. */
    void label(String id, Map<String, String> labels) {
        change(id, spec -> labels.forEach(spec.withObject("/Labels")::put));
    }

    /** @throws EngineFault when no machine takes it, or the one that did cannot start it */
    void start(SwarmService service) {
        if (service.wanted() && service.newest().filter(Task::ended).isEmpty()) {
            return;
        }
        Set<String> before = service.tasks().stream().map(Task::id).collect(Collectors.toSet());
        change(service.id(), spec -> {
            spec.withObject("/Mode/Replicated").put("Replicas", 1);
            ObjectNode task = spec.withObject("/TaskTemplate");
            // a Swarm that gave up tries again only when something changes
            task.put("ForceUpdate", task.path("ForceUpdate").asLong(0) + (service.wanted() ? 1 : 0));
        });
        Predicate<Task> fresh = task -> !before.contains(task.id());
        Optional<Task> begun = await(
                        service.id(),
                        BEGIN,
                        there ->
                                !there.newest().filter(fresh).map(Task::waiting).orElse(true))
                .flatMap(SwarmService::newest)
                .filter(fresh);
        if (begun.filter(Task::taken).isEmpty()) {
            scale(service.id(), 0);
            throw Refusal.midway(begun.map(Task::error).orElse("pending"), service.name());
        }
    }

    /** False when something of it still runs after the time it had. */
    boolean stopped(SwarmService service, Duration grace) {
        if (service.wanted()) {
            scale(service.id(), 0);
        }
        Duration longest = grace.plus(line.everyday().longest());
        return await(service.id(), longest, there -> !there.busy())
                .filter(SwarmService::busy)
                .isEmpty();
    }

    private void scale(String id, int replicas) {
        change(id, spec -> spec.withObject("/Mode/Replicated").put("Replicas", replicas));
    }

    void remove(String id) {
        line.find(Question.delete("services/" + name(id), id), line.everyday(), body -> "");
    }

    /** @return how it stood in the end; empty when it is gone */
    private Optional<SwarmService> await(String id, Duration longest, Predicate<SwarmService> enough) {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            Optional<SwarmService> there = exact(id);
            if (there.isEmpty() || enough.test(there.get()) || System.nanoTime() - end > 0) {
                return there;
            }
            try {
                Thread.sleep(PACE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineFault(Why.NOT_ANSWERING, "", e);
            }
        }
    }

    /** @return the id of a network that reaches every machine of the Swarm */
    String overlay(String name) {
        JsonNode network = asked("networks/" + name(name), name);
        if (!network.path("Scope").asString("").equals("swarm")) {
            throw new EngineFault(Why.NOT_OF_THE_SWARM, name, null);
        }
        return network.path("Id").asString("");
    }

    private JsonNode asked(String path, String subject) {
        return line.ask(Question.get(path, subject), line.everyday(), EngineLine::json);
    }
}
