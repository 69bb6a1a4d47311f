package cloud.maidan.portal.services.matrix;

import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What an event that the member sent is to an erasure. */
enum Trace {
    MESSAGE,
    REACTION,
    OTHER,
    /** Holds a room together for everybody in it. */
    SETTING,
    /** Says nothing any more, or never did, beyond who and when. */
    EMPTY;

    private static final Set<String> ROOM_ITSELF = Set.of(
            "m.room.create",
            "m.room.power_levels",
            "m.room.join_rules",
            "m.room.history_visibility",
            "m.room.guest_access",
            "m.room.encryption",
            "m.room.server_acl",
            "m.room.tombstone",
            "m.room.canonical_alias",
            "m.room.pinned_events",
            "m.room.retention",
            "m.room.policy",
            "m.space.child",
            "m.space.parent");
    /** Somebody's own words, and the room's as long as they hold. */
    private static final Set<String> ROOM_WORDS = Set.of("m.room.name", "m.room.topic", "m.room.avatar");

    private static final Set<String> MEMBERSHIP = Set.of("membership", "join_authorised_via_users_server");

    /** @param inForce whether an event of the state is the one that holds now; asked only where it matters */
    static Trace of(JsonNode event, Predicate<JsonNode> inForce) {
        JsonNode content = event.path("content");
        String type = event.path("type").asString("");
        boolean state = event.has("state_key");
        if (event.path("unsigned").has("redacted_because") || content.isEmpty()) {
            return EMPTY;
        }
        if (state && (ROOM_ITSELF.contains(type) || ROOM_WORDS.contains(type) && inForce.test(event))) {
            return SETTING;
        }
        return switch (type) {
            case "m.room.message", "m.room.encrypted", "m.sticker" -> MESSAGE;
            case "m.reaction" -> REACTION;
            case "m.room.redaction" -> EMPTY;
            case "m.room.member" -> MEMBERSHIP.containsAll(content.propertyNames()) ? EMPTY : OTHER;
            default -> OTHER;
        };
    }

    /** Whether Synapse deletes it together with all others, also where its sender is no member any more. */
    static boolean goesInBulk(JsonNode event) {
        return switch (event.path("type").asString("")) {
            case "m.room.message", "m.room.encrypted" -> true;
            case "m.room.member" ->
                event.path("content").path("membership").asString("").equals("join");
            default -> false;
        };
    }
}
