package cloud.maidan.demo;

import static cloud.maidan.demo.MatrixStandIn.error;
import static cloud.maidan.demo.MatrixStandIn.json;
import static cloud.maidan.demo.MatrixStandIn.object;

import cloud.maidan.demo.MatrixStandIn.Answer;
import cloud.maidan.demo.MatrixWorld.Event;
import cloud.maidan.demo.MatrixWorld.Person;
import cloud.maidan.demo.MatrixWorld.Room;
import cloud.maidan.demo.MatrixWorld.Upload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the Matrix stand-in does when it is told to forget, quirks included: deleting in bulk runs on its own, takes 1000
 * events of a room unless told otherwise, skips most kinds of events and deletes anew what was deleted before; a closed
 * account leaves its rooms later.
 */
final class MatrixErasing {

    /** Every key by which somebody acts as another begins so. */
    static final String ACTING_TOKEN = "syt_acting_";

    private static final Answer UNRECOGNIZED = error(404, "M_UNRECOGNIZED", "Unrecognized request");
    private static final Set<String> IN_BULK = Set.of("m.room.message", "m.room.encrypted", "m.room.member");

    private final MatrixWorld world;
    private final List<String> effects = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Map<String, String> transactions = new HashMap<>();
    private final Map<String, Integer> parting = new HashMap<>();
    private final MatrixForgetting forgetting;
    private boolean keeps;
    private boolean failing;

    MatrixErasing(MatrixWorld world) {
        this.world = world;
        this.forgetting = new MatrixForgetting(world, effects);
    }

    MatrixForgetting forgetting() {
        return forgetting;
    }

    private static final class Task {

        final String id;
        final String user;
        final List<String> rooms;
        final int limit;
        String status = "scheduled";

        @Nullable
        String error;

        Task(String id, String user, List<String> rooms, int limit) {
            this.id = id;
            this.user = user;
            this.rooms = rooms;
            this.limit = limit;
        }

        boolean over() {
            return status.equals("complete") || status.equals("failed");
        }

        Map<String, @Nullable Object> described() {
            return object(
                    "id",
                    id,
                    "action",
                    "redact_all_events",
                    "status",
                    status,
                    "timestamp_ms",
                    1_795_000_000_000L,
                    "resource_id",
                    user,
                    "result",
                    status.equals("complete") ? Map.of("failed_redactions", Map.of()) : null,
                    "error",
                    error);
        }
    }

    /** Everything that was changed, in order, one entry for each thing. */
    List<String> effects() {
        return List.copyOf(effects);
    }

    /** From now on it says yes and changes nothing. */
    void keepEverything() {
        keeps = true;
        forgetting.keepEverything();
    }

    void failNextDeletion() {
        failing = true;
    }

    @Nullable
    String whose(String key) {
        return keys.get(key);
    }

    Answer to(String method, List<String> path, Map<String, String> query, JsonNode body, String actor) {
        String call = method + " " + String.join("/", path.subList(0, Math.min(4, path.size())));
        String last = path.getLast();
        return switch (call) {
            case "PUT _synapse/admin/v1/suspend" -> suspend(last);
            case "POST _synapse/admin/v1/user" -> begin(path.get(4), body);
            case "POST _synapse/admin/v1/users" ->
                last.equals("login")
                        ? login(path.get(4), body)
                        : json(200, object("messages_per_second", 0, "burst_count", 0));
            case "DELETE _synapse/admin/v1/users" ->
                last.equals("media") ? deleteFiles(path.get(4), query) : json(200, Map.of());
            case "POST _synapse/admin/v1/purge_history" -> forgetting.begin(path.get(4), body);
            case "DELETE _synapse/admin/v1/media" -> forgetting.deleteFile(last);
            case "POST _synapse/admin/v1/deactivate" -> deactivate(last, body);
            case "POST _synapse/admin/v1/rooms" ->
                last.equals("make_room_admin") ? promote(path.get(4), actor) : UNRECOGNIZED;
            case "POST _matrix/client/v3/join" -> join(last, actor);
            case "POST _matrix/client/v3/logout" -> {
                keys.values().remove(actor);
                yield json(200, Map.of());
            }
            case "PUT _matrix/client/v3/user" -> clientSetting(path.get(4), last, body, actor);
            case "PUT _matrix/client/v3/profile" -> rename(path.get(4), body);
            case "POST _matrix/client/v3/rooms" -> last.equals("leave") ? leave(path.get(4), actor) : UNRECOGNIZED;
            case "PUT _matrix/client/v3/rooms" ->
                switch (path.get(5)) {
                    case "redact" -> redact(path.get(4), path.get(6), last, actor);
                    case "state" ->
                        path.get(6).equals("m.room.power_levels")
                                ? power(path.get(4), body, actor)
                                : set(path.get(4), path.get(6), body, actor);
                    default -> UNRECOGNIZED;
                };
            default -> UNRECOGNIZED;
        };
    }

    private Answer suspend(String user) {
        if (world.suspended.add(user)) {
            effects.add("suspend " + user);
        }
        return json(200, object("user_" + user + "_suspended", true));
    }

    /** While one is only scheduled, a second one is taken and both delete. */
    private Answer begin(String user, JsonNode body) {
        if (tasks.stream().anyMatch(task -> task.user.equals(user) && task.status.equals("active"))) {
            return error(400, "M_UNKNOWN", "Redact already in progress for user " + user);
        }
        if (!body.path("rooms").isArray()) {
            return error(400, "M_BAD_JSON", "rooms: Field required");
        }
        List<String> rooms = new ArrayList<>();
        body.path("rooms").forEach(room -> rooms.add(room.asString()));
        Task task = new Task(
                "Redaction" + tasks.size(), user, rooms, body.path("limit").asInt(1000));
        tasks.add(task);
        return json(200, object("redact_id", task.id));
    }

    Answer task(String id) {
        return tasks.stream()
                .filter(task -> task.id.equals(id))
                .findFirst()
                .map(task -> {
                    goOn(task);
                    Map<String, @Nullable Object> answer = object("status", task.status);
                    if (task.status.equals("complete")) {
                        answer.put("failed_redactions", Map.of());
                    } else if (task.status.equals("failed")) {
                        answer.put("error", task.error);
                    }
                    return json(200, answer);
                })
                .orElseGet(() -> error(404, "M_NOT_FOUND", "redact id '" + id + "' not found"));
    }

    Answer tasks(Map<String, String> query) {
        return json(
                200,
                object(
                        "scheduled_tasks",
                        tasks.stream()
                                .filter(task -> task.user.equals(query.get("resource_id")))
                                .map(Task::described)
                                .toList()));
    }

    /** Time passes while it is asked. */
    private void goOn(Task task) {
        if (task.status.equals("scheduled")) {
            task.status = "active";
        } else if (!task.over() && failing) {
            failing = false;
            task.status = "failed";
            task.error = "404: Could not find room_version for !gone:" + MatrixWorld.SERVER;
        } else if (!task.over()) {
            task.status = "complete";
            for (String id : task.rooms) {
                Room room = world.rooms.get(id);
                if (room == null) {
                    task.status = "failed";
                    task.error = "404: Could not find room_version for " + id;
                    return;
                }
                room.events().reversed().stream()
                        .filter(event -> event.sender().equals(task.user) && IN_BULK.contains(event.type()))
                        .limit(task.limit)
                        .filter(event -> !event.type().equals("m.room.member")
                                || "join".equals(event.content().get("membership")))
                        .map(Event::id)
                        .toList()
                        .forEach(event -> empty(room, event, task.user));
            }
        }
    }

    private void empty(Room room, String id, String by) {
        if (keeps) {
            return;
        }
        effects.add("delete " + id);
        Event redaction = world.event("m.room.redaction", by, Map.of("redacts", id));
        room.events().add(redaction);
        room.events().replaceAll(event -> {
            if (!event.id().equals(id) || event.extra().containsKey("redacted_because")) {
                return event;
            }
            world.originals.add(event);
            Map<String, Object> left = new LinkedHashMap<>(event.content());
            left.keySet().retainAll(event.type().equals("m.room.member") ? Set.of("membership") : Set.of());
            Map<String, Object> extra = new LinkedHashMap<>(event.extra());
            extra.remove("thread");
            extra.put("redacted_because", redaction);
            return new Event(event.id(), event.type(), event.sender(), event.at(), left, extra);
        });
    }

    /** Works for a closed account too, which nobody may ever do. */
    private Answer login(String user, JsonNode body) {
        if (!body.path("valid_until_ms").isNumber()) {
            throw new IllegalStateException("a key without an end");
        }
        String key = ACTING_TOKEN + keys.size() + "_" + user.hashCode();
        keys.put(key, user);
        return json(200, object("access_token", key));
    }

    private Answer redact(String id, String event, String transaction, String actor) {
        Room room = Objects.requireNonNull(world.rooms.get(id));
        if (!"join".equals(room.members().get(actor))) {
            return error(403, "M_FORBIDDEN", "User " + actor + " not in room " + id);
        }
        boolean own = room.events().stream()
                .anyMatch(each -> each.id().equals(event) && each.sender().equals(actor));
        if (!own && world.power(id).getOrDefault(actor, 0) < 50) {
            return error(403, "M_FORBIDDEN", "You don't have permission to redact events");
        }
        if (transactions.putIfAbsent(actor + transaction, event) == null) {
            empty(room, event, actor);
        }
        return json(200, object("event_id", "$redaction-of-" + event.substring(1)));
    }

    /** By the power of somebody of this server who is in the room; a suspended one has none. */
    private Answer promote(String id, String actor) {
        Room room = Objects.requireNonNull(world.rooms.get(id));
        Map<String, Integer> power = world.power(id);
        var giver = power.keySet().stream()
                .filter(one -> world.people.containsKey(one)
                        && "join".equals(room.members().get(one)))
                .findFirst();
        if (giver.isEmpty()) {
            return error(400, "M_UNKNOWN", "No local admin user in room");
        }
        if (world.suspended.contains(giver.get())) {
            return error(403, "M_USER_SUSPENDED", "Sending messages while account is suspended is not allowed.");
        }
        if (power.putIfAbsent(actor, Objects.requireNonNull(power.get(giver.get()))) == null) {
            effects.add("empower " + actor + " in " + id);
        }
        if (!"join".equals(room.members().get(actor))) {
            room.members().put(actor, "invite");
        }
        return json(200, Map.of());
    }

    private Answer join(String id, String actor) {
        Room room = Objects.requireNonNull(world.rooms.get(id));
        if (!List.of("invite", "join").contains(room.members().getOrDefault(actor, ""))) {
            return error(403, "M_FORBIDDEN", "You are not invited to this room.");
        }
        if (!"join".equals(room.members().put(actor, "join"))) {
            effects.add("join " + actor + " " + id);
        }
        return json(200, object("room_id", id));
    }

    private Answer leave(String id, String actor) {
        Room room = Objects.requireNonNull(world.rooms.get(id));
        if ("join".equals(room.members().put(actor, "leave"))) {
            effects.add("leave " + actor + " " + id);
        }
        return json(200, Map.of());
    }

    private Answer power(String id, JsonNode body, String actor) {
        Map<String, Integer> power = world.power(id);
        if (power.getOrDefault(actor, 0) < 100) {
            return error(403, "M_FORBIDDEN", "You don't have permission to change power levels");
        }
        power.clear();
        body.path("users")
                .properties()
                .forEach(one -> power.put(one.getKey(), one.getValue().asInt()));
        effects.add("disempower " + actor + " in " + id);
        return json(200, object("event_id", "$power"));
    }

    private Answer set(String id, String type, JsonNode body, String actor) {
        Room room = Objects.requireNonNull(world.rooms.get(id));
        if (!"join".equals(room.members().get(actor)) || world.power(id).getOrDefault(actor, 0) < 100) {
            return error(403, "M_FORBIDDEN", "You don't have permission to post that to the room");
        }
        Map<String, Object> content = new LinkedHashMap<>();
        body.properties().forEach(field -> content.put(field.getKey(), field.getValue()));
        Event event = world.event(id, type, actor, content);
        event.extra().put("state_key", "");
        effects.add("set " + type + " in " + id);
        return json(200, object("event_id", event.id()));
    }

    /** Not even an administrator may for another. */
    private Answer clientSetting(String user, String type, JsonNode body, String actor) {
        if (!user.equals(actor)) {
            return error(403, "M_FORBIDDEN", "Cannot add account data for other users.");
        }
        world.clientSettings.computeIfAbsent(user, any -> new LinkedHashMap<>()).put(type, body);
        effects.add("set " + type + " of " + user);
        return json(200, Map.of());
    }

    private Answer deleteFiles(String user, Map<String, String> query) {
        List<Upload> gone = world.uploads.stream()
                .filter(upload -> upload.owner().equals(user))
                .limit(Integer.parseInt(query.getOrDefault("limit", "100")))
                .toList();
        if (!keeps) {
            world.uploads.removeAll(gone);
            gone.forEach(upload -> effects.add("delete file " + upload.id()));
        }
        return json(
                200, object("deleted_media", gone.stream().map(Upload::id).toList(), "total", keeps ? 0 : gone.size()));
    }

    private Answer deactivate(String user, JsonNode body) {
        Person person = world.people.get(user);
        if (person == null) {
            return error(404, "M_NOT_FOUND", "User not found");
        }
        if (!keeps && (!person.closed() || body.path("erase").asBoolean() && world.erased.add(user))) {
            effects.add("close " + user);
            boolean erase = body.path("erase").asBoolean();
            world.people.put(
                    user, new Person(user, erase ? "" : person.name(), person.subject(), null, true, person.since()));
            if (erase) {
                world.erased.add(user);
            }
            world.clientSettings.remove(user);
            parting.put(user, 1);
        }
        return json(200, object("id_server_unbind_result", "success"));
    }

    /** A closed account leaves its rooms while time passes. */
    void part(String user) {
        Integer left = parting.remove(user);
        if (left != null && left > 0) {
            parting.put(user, left - 1);
        } else if (left != null) {
            for (Room room : world.rooms.values()) {
                if ("join".equals(room.members().get(user))) {
                    room.members().put(user, "leave");
                    Event gone = world.event("m.room.member", user, Map.of("membership", "leave"));
                    gone.extra().put("state_key", user);
                    room.events().add(gone);
                    effects.add("leave " + user + " " + room.id());
                }
            }
        }
    }

    private Answer rename(String user, JsonNode body) {
        String name = body.path("displayname").asString("");
        if (name.length() > 256) {
            return error(400, "M_UNKNOWN", "Displayname is too long (max 256)");
        }
        Person person = Objects.requireNonNull(world.people.get(user));
        effects.add("rename " + user);
        if (!keeps) {
            world.people.put(
                    user, new Person(user, name, person.subject(), person.email(), person.closed(), person.since()));
        }
        return json(200, Map.of());
    }
}
