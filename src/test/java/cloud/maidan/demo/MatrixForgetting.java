package cloud.maidan.demo;

import static cloud.maidan.demo.MatrixStandIn.error;
import static cloud.maidan.demo.MatrixStandIn.json;
import static cloud.maidan.demo.MatrixStandIn.object;

import cloud.maidan.demo.MatrixStandIn.Answer;
import cloud.maidan.demo.MatrixWorld.Event;
import cloud.maidan.demo.MatrixWorld.Room;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the Matrix stand-in forgets what rooms hold: on its own, everything less deep than an event but settings of the
 * room, and without being told so nothing that people of this server wrote.
 */
final class MatrixForgetting {

    private final MatrixWorld world;
    private final List<String> effects;
    private final Map<String, Purge> purges = new LinkedHashMap<>();
    private boolean keeps;

    MatrixForgetting(MatrixWorld world, List<String> effects) {
        this.world = world;
        this.effects = effects;
    }

    private record Purge(String room, long depth, boolean local, int asked) {}

    void keepEverything() {
        keeps = true;
    }

    Answer begin(String id, JsonNode body) {
        String upTo = body.path("purge_up_to_event_id").asString("");
        Room room = world.rooms.get(id);
        @Nullable
        Event event = room == null
                ? null
                : room.events().stream()
                        .filter(each -> each.id().equals(upTo))
                        .findFirst()
                        .orElse(null);
        if (event == null) {
            return error(404, "M_NOT_FOUND", "Could not find event " + upTo);
        }
        String purge = "Purge" + purges.size();
        purges.put(
                purge,
                new Purge(id, depth(event), body.path("delete_local_events").asBoolean(false), 0));
        return json(200, object("purge_id", purge));
    }

    /** Time passes while it is asked. */
    Answer status(String id) {
        Purge purge = purges.get(id);
        if (purge == null) {
            return error(404, "M_NOT_FOUND", "purge id '" + id + "' not found");
        }
        purges.put(id, new Purge(purge.room, purge.depth, purge.local, purge.asked + 1));
        if (purge.asked == 1 && !keeps) {
            Room room = Objects.requireNonNull(world.rooms.get(purge.room));
            List<Event> gone = room.events().stream()
                    .filter(event -> depth(event) < purge.depth)
                    .filter(event -> !event.extra().containsKey("state_key"))
                    .filter(event -> purge.local || !world.people.containsKey(event.sender()))
                    .toList();
            room.events().removeAll(gone);
            gone.forEach(event -> effects.add("forget " + event.id()));
        }
        return json(200, object("status", purge.asked == 0 ? "active" : "complete"));
    }

    Answer deleteFile(String id) {
        if (world.uploads.stream().noneMatch(upload -> upload.id().equals(id))) {
            return error(404, "M_NOT_FOUND", "Unknown media");
        }
        if (!keeps) {
            world.uploads.removeIf(upload -> upload.id().equals(id));
            effects.add("delete file " + id);
        }
        return json(200, object("deleted_media", List.of(id), "total", 1));
    }

    /** How deep in its room an event lies: it grows, with gaps. */
    static long depth(Event event) {
        return Long.parseLong(event.id().substring("$event-".length()));
    }
}
