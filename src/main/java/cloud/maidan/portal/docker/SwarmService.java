package cloud.maidan.portal.docker;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A service of a Swarm, as one container of an engine alone would stand (Docker Engine API v1.41, ServiceInspect).
 *
 * @param tasks the newest first: each is one attempt to have its container run
 */
record SwarmService(JsonNode json, List<Task> tasks) {

    /** The name we go by: a Swarm renames nothing. Given when the service proved to have all that was asked for. */
    static final String NAME = "cloud.maidan.name";

    /** The id of the image at the machine that made it. */
    static final String IMAGE = "cloud.maidan.image";

    /**
     * @param state in the Swarm's words, such as {@code pending starting running failed}; a task runs when it is healthy
     * @param error why it did not run; may be empty
     * @param container its id; empty before there is one
     */
    record Task(String id, Instant created, String state, String error, String container, int exitCode) {

        private static final Set<String> WAITING =
                Set.of("new", "pending", "assigned", "accepted", "preparing", "ready");

        static Task of(JsonNode json) {
            JsonNode status = json.path("Status");
            JsonNode container = status.path("ContainerStatus");
            return new Task(
                    json.path("ID").asString(""),
                    time(json.path("CreatedAt")),
                    status.path("State").asString(""),
                    status.path("Err").asString(""),
                    container.path("ContainerID").asString(""),
                    container.path("ExitCode").asInt(0));
        }

        /** No container of it runs yet. */
        boolean waiting() {
            return WAITING.contains(state);
        }

        boolean up() {
            return state.equals("starting") || state.equals("running");
        }

        /** A machine has it, and could start it. */
        boolean taken() {
            boolean refused = state.equals("failed") && error.contains("starting container failed");
            return !refused && !state.equals("rejected") && !state.equals("pending");
        }

        /** It ended by itself: nobody told it to. */
        boolean ended() {
            return Set.of("failed", "rejected", "complete", "orphaned").contains(state);
        }

        boolean unhealthy() {
            return error.contains("unhealthy container");
        }
    }

    String id() {
        return json.path("ID").asString("");
    }

    /** What the Swarm calls it where it proved nothing yet, or is somebody else's. */
    String name() {
        JsonNode spec = json.path("Spec");
        return spec.path("Labels").path(NAME).asString(spec.path("Name").asString(""));
    }

    boolean wanted() {
        return json.path("Spec")
                        .path("Mode")
                        .path("Replicated")
                        .path("Replicas")
                        .asInt(0)
                > 0;
    }

    Optional<Task> newest() {
        return tasks.stream().max(Comparator.comparing(Task::created));
    }

    /** Whether something of it runs or may still begin to. */
    boolean busy() {
        return tasks.stream().anyMatch(task -> task.waiting() || task.up());
    }

    ContainerStanding standing() {
        Map<String, String> labels = new HashMap<>();
        json.path("Spec")
                .path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        String asked = json.path("Spec")
                .path("TaskTemplate")
                .path("ContainerSpec")
                .path("Image")
                .asString("");
        return new ContainerStanding(
                id(),
                name(),
                labels.getOrDefault(IMAGE, asked),
                newest().filter(Task::up).isPresent(),
                status(),
                health(),
                newest().map(Task::exitCode).orElse(0),
                labels);
    }

    private String status() {
        return newest().filter(task -> wanted() || task.up())
                .map(task -> task.up() ? "running" : task.ended() ? "exited" : "created")
                .orElse("created");
    }

    /** A Swarm ends what is not healthy and tries anew. */
    private String health() {
        Optional<Task> newest = newest();
        if (newest.filter(task -> task.state().equals("running")).isPresent()) {
            return "healthy";
        }
        Instant changed = time(json.path("UpdatedAt"));
        if (wanted()
                && tasks.stream()
                        .anyMatch(task -> task.unhealthy() && task.created().isAfter(changed))) {
            return "unhealthy";
        }
        return newest.filter(Task::up).isPresent() ? "starting" : "";
    }

    private static Instant time(JsonNode text) {
        try {
            return Instant.parse(text.asString(""));
        } catch (DateTimeParseException unknown) {
            return Instant.EPOCH;
        }
    }
}
