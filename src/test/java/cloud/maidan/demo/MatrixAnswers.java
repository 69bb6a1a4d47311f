package cloud.maidan.demo;

import static cloud.maidan.demo.MatrixStandIn.error;
import static cloud.maidan.demo.MatrixStandIn.json;
import static cloud.maidan.demo.MatrixStandIn.object;

import cloud.maidan.demo.MatrixStandIn.Answer;
import cloud.maidan.demo.MatrixWorld.Event;
import cloud.maidan.demo.MatrixWorld.Person;
import cloud.maidan.demo.MatrixWorld.Room;
import cloud.maidan.demo.MatrixWorld.Upload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the stand-in says to an administrator, by path. */
final class MatrixAnswers {

    static final String PUSH_KEY = "a-push-key-nobody-else-may-have";

    private static final Answer UNRECOGNIZED = error(404, "M_UNRECOGNIZED", "Unrecognized request");
    private static final Answer NO_USER = error(404, "M_NOT_FOUND", "User not found");

    private final MatrixWorld world;
    private final MatrixErasing erasing;
    private final MatrixFederating federating;
    private volatile boolean filtering = true;

    MatrixAnswers(MatrixWorld world, MatrixErasing erasing, MatrixFederating federating) {
        this.world = world;
        this.erasing = erasing;
        this.federating = federating;
    }

    void ignoreFilters() {
        filtering = false;
    }

    Answer to(List<String> path, Map<String, String> query) {
        List<String> rest = path.subList(Math.min(3, path.size()), path.size());
        return switch (String.join("/", path.subList(0, Math.min(3, path.size())))) {
            case "_synapse/admin/v1" -> first(rest, query);
            case "_synapse/admin/v2" -> second(rest, query);
            case "_synapse/client/v1" -> federating.config(rest);
            case "_matrix/client/v1" -> media(rest);
            case "_matrix/client/v3" -> client(rest);
            default -> UNRECOGNIZED;
        };
    }

    private Answer first(List<String> path, Map<String, String> query) {
        String kind = path.getFirst();
        if (kind.equals("auth_providers") && path.size() == 4) {
            return bySubject(path.get(1), path.get(3));
        }
        if (kind.equals("users") && path.size() == 3) {
            return aboutUser(path.get(1), path.get(2), query);
        }
        if (kind.equals("whois") && path.size() == 2) {
            return whois(path.get(1));
        }
        if (kind.equals("fetch_event") && path.size() == 2) {
            return fetched(path.get(1));
        }
        if (kind.equals("statistics")) {
            return statistics(query.getOrDefault("search_term", ""));
        }
        if (kind.equals("rooms") && path.size() == 1) {
            return rooms(query);
        }
        if (kind.equals("purge_history_status") && path.size() == 2) {
            return erasing.forgetting().status(path.get(1));
        }
        if (kind.equals("rooms") && path.size() == 2) {
            return room(path.get(1));
        }
        if (kind.equals("rooms") && path.size() == 3 && path.get(2).equals("messages")) {
            return messages(path.get(1), query);
        }
        if (kind.equals("rooms") && path.size() == 3 && path.get(2).equals("state")) {
            return state(path.get(1), query.getOrDefault("type", ""));
        }
        if (kind.equals("rooms") && path.size() == 3 && path.get(2).equals("members")) {
            return members(path.get(1));
        }
        if (kind.equals("scheduled_tasks")) {
            return erasing.tasks(query);
        }
        if (kind.equals("user") && path.size() == 3 && path.get(1).equals("redact_status")) {
            return erasing.task(path.get(2));
        }
        return UNRECOGNIZED;
    }

    private Answer second(List<String> path, Map<String, String> query) {
        if (!path.getFirst().equals("users")) {
            return UNRECOGNIZED;
        }
        if (path.size() == 1) {
            return users(query);
        }
        Person person = world.people.get(path.get(1));
        if (!path.get(1).endsWith(":" + MatrixWorld.SERVER)) {
            return error(400, "M_UNKNOWN", "Can only look up local users");
        }
        if (path.size() == 3 && path.get(2).equals("devices")) {
            return person == null ? UNRECOGNIZED : devices(person); // 1.163.2 says so of an unknown user
        }
        return person == null ? NO_USER : json(200, details(person));
    }

    private Answer client(List<String> path) {
        if (path.equals(List.of("account", "whoami"))) {
            return json(
                    200, object("user_id", "@portal:" + MatrixWorld.SERVER, "is_guest", false, "device_id", "PORTAL"));
        }
        if (path.getFirst().equals("profile") && path.size() == 2) {
            Person person = world.people.get(path.get(1));
            return person == null || world.erased.contains(person.id())
                    ? error(404, "M_NOT_FOUND", "Profile was not found")
                    : json(200, object("displayname", person.name(), "org.example.pronouns", "she/her"));
        }
        return UNRECOGNIZED;
    }

    private Answer bySubject(String provider, String subject) {
        return world.people.values().stream()
                .filter(person -> provider.equals(MatrixWorld.PROVIDER) && subject.equals(person.subject()))
                .findFirst()
                .map(person -> json(200, object("user_id", person.id())))
                .orElse(NO_USER);
    }

    /** Here {@code creation_ts} is in seconds. */
    private Map<String, @Nullable Object> details(Person person) {
        Map<String, @Nullable Object> details = summary(person);
        details.put("creation_ts", person.since() / 1000);
        details.put(
                "threepids",
                person.email() == null
                        ? List.of()
                        : List.of(object(
                                "medium",
                                "email",
                                "address",
                                person.email(),
                                "validated_at",
                                person.since(),
                                "added_at",
                                person.since())));
        details.put(
                "external_ids",
                person.subject() == null
                        ? List.of()
                        : List.of(object("auth_provider", MatrixWorld.PROVIDER, "external_id", person.subject())));
        details.put("suspended", world.suspended.contains(person.id()));
        details.put("erased", world.erased.contains(person.id()));
        details.put("consent_version", null);
        details.put("appservice_id", null);
        return details;
    }

    /** Here {@code creation_ts} is in milliseconds. */
    private static Map<String, @Nullable Object> summary(Person person) {
        return object(
                "name",
                person.id(),
                "user_type",
                null,
                "is_guest",
                false,
                "admin",
                person.subject() == null,
                "deactivated",
                person.closed(),
                "shadow_banned",
                false,
                "displayname",
                person.name(),
                "avatar_url",
                null,
                "creation_ts",
                person.since(),
                "erased",
                false,
                "last_seen_ts",
                person.since(),
                "locked",
                false);
    }

    private Answer users(Map<String, String> query) {
        List<Person> shown = world.people.values().stream()
                .filter(person -> !person.closed()
                        || query.getOrDefault("deactivated", "false").equals("true"))
                .sorted(Comparator.comparing(Person::id))
                .toList();
        int from = number(query, "from", 0);
        int limit = number(query, "limit", 100);
        Map<String, @Nullable Object> answer = object(
                "users",
                        MatrixStandIn.page(shown, from, limit).stream()
                                .map(MatrixAnswers::summary)
                                .toList(),
                "total", shown.size());
        if (from + limit < shown.size()) {
            answer.put("next_token", Integer.toString(from + limit));
        }
        return json(200, answer);
    }

    private Answer aboutUser(String id, String what, Map<String, String> query) {
        boolean known = world.people.containsKey(id);
        return switch (what) {
            // an unknown user is in no room: no error
            case "joined_rooms" -> {
                erasing.part(id);
                List<String> joined = memberships(id, "join");
                yield json(200, object("joined_rooms", joined, "total", joined.size()));
            }
            case "memberships" -> json(200, object("memberships", memberships(id)));
            case "media" -> known ? uploads(id, query) : error(404, "M_NOT_FOUND", "Unknown user");
            case "accountdata" -> known ? json(200, object("account_data", accountData(id))) : NO_USER;
            case "pushers" -> known ? json(200, pushers(id)) : NO_USER;
            default -> UNRECOGNIZED;
        };
    }

    private List<String> memberships(String id, String kind) {
        return memberships(id).entrySet().stream()
                .filter(e -> kind.equals(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, @Nullable Object> memberships(String id) {
        Map<String, @Nullable Object> memberships = object();
        for (Room room : world.rooms.values()) {
            if (room.members().containsKey(id) && locals(room) > 0) {
                memberships.put(room.id(), room.members().get(id));
            }
        }
        return memberships;
    }

    /** Rooms without anybody of this server vanish. */
    private long locals(Room room) {
        return room.members().entrySet().stream()
                .filter(member -> member.getValue().equals("join") && world.people.containsKey(member.getKey()))
                .count();
    }

    private Answer state(String id, String type) {
        Room room = world.rooms.get(id);
        if (room == null) {
            return error(404, "M_NOT_FOUND", "Room not found");
        }
        if (type.equals("m.room.power_levels")) {
            return json(
                    200,
                    object(
                            "state",
                            List.of(object(
                                    "type",
                                    type,
                                    "event_id",
                                    "$power",
                                    "state_key",
                                    "",
                                    "content",
                                    object("users", world.power(id), "redact", 50)))));
        }
        Map<Object, Object> state = new LinkedHashMap<>();
        room.events().stream()
                .filter(event -> event.type().equals(type) && event.extra().containsKey("state_key"))
                .forEach(event -> state.put(String.valueOf(event.extra().get("state_key")), event(room, event)));
        return json(200, object("state", List.copyOf(state.values())));
    }

    private Answer members(String id) {
        Room room = world.rooms.get(id);
        if (room == null) {
            return error(404, "M_NOT_FOUND", "Room not found");
        }
        List<String> joined = room.members().entrySet().stream()
                .filter(member -> member.getValue().equals("join"))
                .map(Map.Entry::getKey)
                .toList();
        return json(200, object("members", joined, "total", joined.size()));
    }

    private Map<String, @Nullable Object> accountData(String id) {
        if (!id.equals(world.seed.account()) || world.erased.contains(id)) {
            return object("global", Map.of(), "rooms", Map.of());
        }
        Map<String, @Nullable Object> global = object(
                "m.direct", Map.of(MatrixWorld.id(DemoAccount.MODERATOR), List.of(MatrixWorld.SEALED)),
                "m.ignored_user_list", Map.of("ignored_users", Map.of("@spam:hills.example", Map.of())),
                "m.cross_signing.master", Map.of("encrypted", Map.of("k1", Map.of("ciphertext", "c2VhbGVk"))));
        global.putAll(world.clientSettings.getOrDefault(id, Map.of()));
        return object(
                "global",
                global,
                "rooms",
                object(MatrixWorld.OPEN, Map.of("m.fully_read", Map.of("event_id", "$event-1"))));
    }

    private Map<String, @Nullable Object> pushers(String id) {
        List<Object> pushers = id.equals(world.seed.account()) && !world.erased.contains(id)
                ? List.of(object(
                        "app_display_name",
                        "Chat",
                        "app_id",
                        "example.chat",
                        "data",
                        Map.of("url", "https://push.example/_matrix/push/v1/notify"),
                        "device_display_name",
                        "Mira's phone",
                        "kind",
                        "http",
                        "lang",
                        "en",
                        "profile_tag",
                        "",
                        "pushkey",
                        PUSH_KEY,
                        "enabled",
                        true,
                        "device_id",
                        "PHONE"))
                : List.of();
        return object("pushers", pushers, "total", pushers.size());
    }

    private Answer devices(Person person) {
        if (world.erased.contains(person.id())) {
            return json(200, object("devices", List.of(), "total", 0));
        }
        return json(
                200,
                object(
                        "devices",
                        List.of(object(
                                "user_id",
                                person.id(),
                                "device_id",
                                "PHONE",
                                "display_name",
                                "Phone",
                                "last_seen_user_agent",
                                "Chat/1.0",
                                "last_seen_ts",
                                person.since() + 1000,
                                "last_seen_ip",
                                "192.0.2.7")),
                        "total",
                        1));
    }

    /** Always one device with an empty name; of an unknown user too. */
    private Answer whois(String id) {
        Person person = world.people.get(id);
        List<Object> connections = person == null
                ? List.of()
                : List.of(object("ip", "192.0.2.7", "last_seen", person.since() + 1000, "user_agent", "Chat/1.0"));
        return json(
                200,
                object(
                        "user_id",
                        id,
                        "devices",
                        Map.of("", Map.of("sessions", List.of(Map.of("connections", connections))))));
    }

    /** Finds every account whose name has the words somewhere in it, of which the first is rarely the one. */
    private Answer statistics(String words) {
        String wanted = words.toLowerCase(Locale.ROOT);
        List<Object> found = new ArrayList<>();
        world.people.values().stream().sorted(Comparator.comparing(Person::id)).forEach(person -> {
            List<Upload> own = uploads(person.id());
            String localpart = person.id().substring(1, person.id().indexOf(':'));
            if (!own.isEmpty()
                    && (localpart.contains(wanted)
                            || person.name().toLowerCase(Locale.ROOT).contains(wanted))) {
                found.add(object(
                        "user_id",
                        person.id(),
                        "displayname",
                        person.name(),
                        "media_count",
                        own.size(),
                        "media_length",
                        own.stream()
                                .mapToLong(upload -> upload.content().length)
                                .sum()));
            }
        });
        return json(200, object("users", found, "total", found.size()));
    }

    private List<Upload> uploads(String owner) {
        return world.uploads.stream()
                .filter(upload -> upload.owner().equals(owner))
                .toList();
    }

    private Answer uploads(String owner, Map<String, String> query) {
        List<Upload> own = new ArrayList<>(uploads(owner));
        // without an order the newest comes first
        if (!query.getOrDefault("dir", query.containsKey("order_by") ? "f" : "b")
                .equals("f")) {
            own = new ArrayList<>(own.reversed());
        }
        int from = number(query, "from", 0);
        int limit = number(query, "limit", 100);
        Map<String, @Nullable Object> answer = object(
                "media",
                        MatrixStandIn.page(own, from, limit).stream()
                                .map(MatrixAnswers::media)
                                .toList(),
                "total", own.size());
        if (from + limit < own.size()) {
            answer.put("next_token", from + limit); // a number here, text in the list of users
        }
        return json(200, answer);
    }

    private static Object media(Upload upload) {
        return object(
                "media_id",
                upload.id(),
                "media_type",
                upload.type(),
                "media_length",
                upload.content().length,
                "upload_name",
                upload.name(),
                "created_ts",
                upload.at(),
                "url_cache",
                null,
                "last_access_ts",
                null,
                "quarantined_by",
                null,
                "safe_from_quarantine",
                false,
                "user_id",
                upload.owner(),
                "authenticated",
                1,
                "sha256",
                "0".repeat(64));
    }

    private Answer media(List<String> path) {
        if (path.size() != 4 || !path.subList(0, 2).equals(List.of("media", "download"))) {
            return UNRECOGNIZED;
        }
        return world.uploads.stream()
                .filter(upload -> upload.id().equals(path.get(3))
                        && !upload.lost()
                        && path.get(2).equals(MatrixWorld.SERVER))
                .findFirst()
                .map(upload ->
                        new Answer(200, upload.type(), Map.of("Content-Disposition", "attachment"), upload.content()))
                .orElseGet(() ->
                        error(404, "M_NOT_FOUND", "Not found '/_matrix/client/v1/" + String.join("/", path) + "'"));
    }

    /** A page, by default of a hundred; where the next one starts is a number here. */
    private Answer rooms(Map<String, String> query) {
        List<String> all = world.rooms.keySet().stream().sorted().toList();
        int from = number(query, "from", 0);
        int limit = number(query, "limit", 100);
        List<JsonNode> page = MatrixStandIn.page(all, from, limit).stream()
                .map(id -> MatrixStandIn.read(new String(room(id).body(), StandardCharsets.UTF_8)))
                .toList();
        Map<String, @Nullable Object> answer = object("rooms", page, "offset", from, "total_rooms", all.size());
        if (from + limit < all.size()) {
            answer.put("next_batch", from + limit);
        }
        return json(200, answer);
    }

    /** Sheet 5: also what was deleted. */
    private Answer fetched(String id) {
        return world.rooms.values().stream()
                .filter(room ->
                        room.events().stream().anyMatch(event -> event.id().equals(id)))
                .findFirst()
                .map(room -> json(200, object("event", object("event_id", id, "room_id", room.id()))))
                .orElseGet(() -> error(404, "M_NOT_FOUND", "Event not found"));
    }

    private Answer room(String id) {
        Room room = world.rooms.get(id);
        if (room == null) {
            return error(404, "M_NOT_FOUND", "Room not found");
        }
        List<String> joined = room.members().entrySet().stream()
                .filter(member -> member.getValue().equals("join"))
                .map(Map.Entry::getKey)
                .toList();
        return json(
                200,
                object(
                        "room_id",
                        id,
                        "name",
                        room.name(),
                        "canonical_alias",
                        null,
                        "joined_members",
                        joined.size(),
                        "joined_local_members",
                        joined.stream().filter(world.people::containsKey).count(),
                        "version",
                        "12",
                        "creator",
                        room.events().getFirst().sender(),
                        "encryption",
                        room.sealed() ? "m.megolm.v1.aes-sha2" : null,
                        "federatable",
                        room.federated(),
                        "history_visibility",
                        "shared",
                        "forgotten",
                        false));
    }

    /** An unknown room has no messages: no error. The last page with something in it still points on. */
    private Answer messages(String id, Map<String, String> query) {
        Room room = world.rooms.get(id);
        String from = query.getOrDefault("from", "t0");
        if (!from.matches("t\\d+")) {
            return error(400, "M_INVALID_PARAM", "Invalid 'from' parameter");
        }
        if (room == null) {
            return json(200, object("chunk", List.of(), "start", from));
        }
        long start = Long.parseLong(from.substring(1));
        List<Event> looked = room.events().stream()
                .filter(event -> MatrixForgetting.depth(event) > start)
                .limit(Math.min(MatrixStandIn.SCAN, number(query, "limit", 10)))
                .toList();
        Set<String> senders = filtering ? senders(query.get("filter")) : Set.of();
        List<Object> chunk = looked.stream()
                .filter(event -> senders.isEmpty() || senders.contains(event.sender()))
                .map(event -> {
                    Map<String, @Nullable Object> shown = event(room, event);
                    if (query.getOrDefault("filter", "").contains("federation")) {
                        shown.put("depth", MatrixForgetting.depth(event));
                    }
                    return (Object) shown;
                })
                .toList();
        Map<String, @Nullable Object> answer = object("chunk", chunk, "start", from);
        if (!looked.isEmpty()) {
            answer.put("end", "t" + MatrixForgetting.depth(looked.getLast()));
        }
        return json(200, answer);
    }

    private static Set<String> senders(@Nullable String filter) {
        Set<String> senders = new HashSet<>();
        if (filter != null) {
            MatrixStandIn.read(filter).path("senders").forEach(sender -> senders.add(sender.asString()));
        }
        return senders;
    }

    /** In the old form: some fields stand twice, and events of other people hang on it. */
    private static Map<String, @Nullable Object> event(Room room, Event event) {
        Map<String, @Nullable Object> unsigned = object("age", 1000);
        Map<String, @Nullable Object> answer = object(
                "age",
                1000,
                "content",
                event.content(),
                "event_id",
                event.id(),
                "origin_server_ts",
                event.at(),
                "room_id",
                room.id(),
                "sender",
                event.sender(),
                "user_id",
                event.sender(),
                "type",
                event.type(),
                "unsigned",
                unsigned);
        if (event.extra().get("state_key") instanceof String key) {
            answer.put("state_key", key);
        }
        if (event.extra().get("thread") instanceof Event latest) {
            unsigned.put("m.relations", Map.of("m.thread", object("count", 1, "latest_event", event(room, latest))));
        }
        if (event.extra().get("redacted_because") instanceof Event because) {
            answer.put("redacted_because", event(room, because));
            unsigned.put("redacted_because", event(room, because));
        }
        return answer;
    }

    private static int number(Map<String, String> query, String name, int otherwise) {
        return Integer.parseInt(query.getOrDefault(name, Integer.toString(otherwise)));
    }
}
