package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Authorization;
import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.services.http.Call;
import cloud.maidan.portal.services.http.OutboundHttp;
import cloud.maidan.portal.services.http.ServiceHttp;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Speaks to Synapse's admin API (1.157 to 1.163) and its client-server API (1.19). Ids are Matrix ids. */
@Component
class MatrixClient {

    static final ServiceId ID = new ServiceId("matrix");

    private static final String USER = "/_synapse/admin/v2/users/{user}";
    private static final String OF_USER = "/_synapse/admin/v1/users/{user}/";
    private static final Duration ONE_FILE = Duration.ofMinutes(30);
    private static final int SEARCHED = 1000;

    private final ServiceAccess access;
    private final OutboundHttp http;
    private final MatrixProperties properties;

    MatrixClient(ServiceAccess access, OutboundHttp http, MatrixProperties properties) {
        this.access = access;
        this.http = http;
        this.properties = properties;
    }

    boolean configured() {
        return access.address(ID).isPresent() && access.secret(ID, "token").isPresent();
    }

    String version() {
        return line().get("/_synapse/admin/v1/server_version")
                .json(Version.class)
                .version();
    }

    /** Whether our token lists accounts; the refusal's status otherwise: 401 unknown token, 403 no administrator. */
    int askedForAccounts() {
        Call call = line().get("/_synapse/admin/v2/users").with("limit", 1);
        Answer answer = call.answer();
        return answer.status() == 401 || answer.status() == 403
                ? answer.status()
                : call.orFault(answer).status();
    }

    /** The account that signs in with the provider's subject; empty when it never did. */
    Optional<String> accountOf(String provider, String subject) {
        return known(line().get("/_synapse/admin/v1/auth_providers/{provider}/users/{subject}", provider, subject))
                .map(found -> found.path("user_id").stringValueOpt().orElseGet(MatrixClient::misread));
    }

    Optional<Account> account(String user) {
        return known(line().get(USER, user)).map(Account::new);
    }

    /** Accounts in order of their ids, closed ones too. */
    Accounts accounts(Optional<String> from, int limit) {
        return line().get("/_synapse/admin/v2/users")
                .with("from", from)
                .with("limit", limit)
                .with("guests", false)
                .with("deactivated", true)
                .with("order_by", "name")
                .json(Accounts.class);
    }

    /** Public profile with all custom fields; an object without fields when there is none. */
    JsonNode profile(String user) {
        return known(line().get("/_matrix/client/v3/profile/{user}", user))
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    JsonNode devices(String user) {
        return list(line().get(USER + "/devices", user).json(JsonNode.class), "devices");
    }

    /** Addresses and programs seen lately, as Synapse lists them: always below one device with an empty name. */
    JsonNode connections(String user) {
        JsonNode devices = line().get("/_synapse/admin/v1/whois/{user}", user)
                .json(JsonNode.class)
                .path("devices");
        return list(devices.path("").path("sessions").path(0), "connections");
    }

    /** Room ids with {@code join leave invite ban knock}. Empty for an unknown account too, so ask for that first. */
    Map<String, String> memberships(String user) {
        return line().get(OF_USER + "memberships", user).json(Memberships.class).memberships();
    }

    /** Kinds of settings, for all rooms ({@code global}) and for each ({@code rooms}). */
    JsonNode accountData(String user) {
        JsonNode data =
                line().get(OF_USER + "accountdata", user).json(JsonNode.class).path("account_data");
        return data.isObject() ? data : misread();
    }

    JsonNode pushers(String user) {
        return list(line().get(OF_USER + "pushers", user).json(JsonNode.class), "pushers");
    }

    /** Empty when nobody of our server is left in the room. */
    Optional<Room> room(String room) {
        return known(line().get("/_synapse/admin/v1/rooms/{room}", room)).map(Room::new);
    }

    /** Oldest first unless {@code newestFirst}. */
    Uploads uploads(String user, long from, int limit, boolean newestFirst) {
        return line().get(OF_USER + "media", user)
                .with("from", from)
                .with("limit", limit)
                .with("order_by", "created_ts")
                .with("dir", newestFirst ? "b" : "f")
                .json(Uploads.class);
    }

    /** Bytes of all files; empty when the search, which finds parts of names, found too many others. */
    OptionalLong uploadedBytes(String user) {
        JsonNode found = line().get("/_synapse/admin/v1/statistics/users/media")
                .with("search_term", user.substring(1, user.indexOf(':')))
                .with("limit", SEARCHED)
                .json(JsonNode.class);
        for (JsonNode one : list(found, "users")) {
            if (one.path("user_id").asString("").equals(user)) {
                return OptionalLong.of(one.path("media_length").asLong());
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Hands over one page of what the account sent to a room, oldest first, whether or not it is still there. Redacted
     * events come in their redacted form. Works for rooms the account left; an unknown room has no events.
     *
     * @param from empty for the beginning
     * @return where the next page starts; empty at the end, which an empty page is not
     */
    Optional<String> sent(String room, String user, Optional<String> from, int limit, Consumer<JsonNode> events) {
        JsonNode rest = line().get("/_synapse/admin/v1/rooms/{room}/messages", room)
                .with("dir", "f")
                .with("limit", limit)
                .with("filter", new Filter(List.of(user)).json())
                .with("from", from)
                .within(properties.pageWithin())
                .each("chunk", JsonNode.class, events);
        Optional<String> next = rest.path("end").stringValueOpt();
        if (next.isPresent() && next.equals(from)) {
            throw new ServiceFault(Fault.BROKEN, null, "matrix: a page of messages points at itself", null);
        }
        return next;
    }

    /** The room that an event is in, whether or not anybody can still read it; empty when Synapse knows no such event. */
    Optional<String> roomOf(String event) {
        return known(line().get("/_synapse/admin/v1/fetch_event/{event}", event))
                .map(answer -> answer.path("event").path("room_id").asString(""))
                .filter(room -> !room.isEmpty());
    }

    /** Who our token stands for. */
    String own() {
        return line().get("/_matrix/client/v3/account/whoami")
                .json(JsonNode.class)
                .path("user_id")
                .stringValueOpt()
                .orElseGet(MatrixClient::misread);
    }

    /** How many rooms the account is in; Synapse takes a closed account out of them by and by. */
    long joinedRooms(String user) {
        JsonNode total =
                line().get(OF_USER + "joined_rooms", user).json(JsonNode.class).path("total");
        return total.isNumber() ? total.asLong() : misread();
    }

    /** The events of one kind that hold in a room now; empty when nobody of our server is left in it. */
    List<JsonNode> inForce(String room, String type) {
        return known(line().get("/_synapse/admin/v1/rooms/{room}/state", room).with("type", type))
                .map(state -> list(state, "state")
                        .valueStream()
                        .filter(event -> event.path("type").asString("").equals(type))
                        .toList())
                .orElseGet(List::of);
    }

    /** Who is in a room; empty when nobody of our server is left in it. */
    Set<String> members(String room) {
        return known(line().get("/_synapse/admin/v1/rooms/{room}/members", room))
                .map(answer -> list(answer, "members")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.toUnmodifiableSet()))
                .orElseGet(Set::of);
    }

    /** A running deletion of everything an account wrote, whoever began it. */
    Optional<String> runningRedaction(String user) {
        JsonNode tasks = line().get("/_synapse/admin/v1/scheduled_tasks")
                .with("action_name", "redact_all_events")
                .with("resource_id", user)
                .json(JsonNode.class);
        return list(tasks, "scheduled_tasks")
                .valueStream()
                .filter(task -> RedactionState.of(task) == RedactionState.RUNNING)
                .map(task -> task.path("id").asString(""))
                .findFirst();
    }

    /** How far such a deletion is; forgotten a week after its end. */
    RedactionState redaction(String id) {
        return known(line().get("/_synapse/admin/v1/user/redact_status/{id}", id))
                .map(RedactionState::of)
                .orElse(RedactionState.FORGOTTEN);
    }

    enum RedactionState {
        RUNNING,
        DONE,
        FAILED,
        FORGOTTEN;

        /** The documents say {@code completed}, the server says {@code complete}. */
        private static RedactionState of(JsonNode task) {
            return switch (task.path("status").asString("")) {
                case "scheduled", "active" -> RUNNING;
                case "complete", "completed" -> DONE;
                case "failed", "cancelled" -> FAILED;
                default -> misread();
            };
        }
    }

    /** Hands over the file's bytes; false when the server no longer has it. */
    boolean file(String user, String media, DataSize largest, Consumer<Body> taker) {
        return line().get("/_matrix/client/v1/media/download/{server}/{media}", server(user), media)
                .within(ONE_FILE)
                .atMost(largest.toBytes())
                .streamIfPresent(body -> {
                    taker.accept(body);
                    return true;
                })
                .isPresent();
    }

    private static String server(String user) {
        return user.substring(user.indexOf(':') + 1);
    }

    /** What Synapse says of the known; empty when it says that there is none, which not every 404 does. */
    private static Optional<JsonNode> known(Call call) {
        Answer answer = call.answer();
        if (answer.status() == 404 && answer.body().path("errcode").asString("").equals("M_NOT_FOUND")) {
            return Optional.empty();
        }
        return Optional.of(call.orFault(answer).body());
    }

    ServiceHttp line() {
        return line(Authorization.bearer(
                access.secret(ID, "token").orElseThrow(() -> new IllegalStateException("no token for matrix"))));
    }

    ServiceHttp line(Authorization authorization) {
        return http.to(
                ID,
                access.address(ID).orElseThrow(() -> new IllegalStateException("matrix is not configured")),
                authorization,
                MatrixClient::waitingHint);
    }

    private static Optional<Duration> waitingHint(JsonNode refusal) {
        JsonNode milliseconds = refusal.path("retry_after_ms");
        return milliseconds.isNumber() ? Optional.of(Duration.ofMillis(milliseconds.asLong())) : Optional.empty();
    }

    /** Absent is not empty: an answer without its list was not given by a healthy Synapse. */
    private static JsonNode list(JsonNode answer, String name) {
        JsonNode list = answer.path(name);
        return list.isArray() ? list : misread();
    }

    private static <T> T misread() {
        throw new ServiceFault(Fault.UNREADABLE, null, "matrix: an answer of another form", null);
    }

    private record Version(@JsonProperty("server_version") String version) {}

    private record Memberships(Map<String, String> memberships) {

        Memberships {
            memberships = Map.copyOf(memberships);
        }
    }

    private record Filter(List<String> senders) {

        String json() {
            return "{\"senders\":[\"" + String.join("\",\"", senders) + "\"]}";
        }
    }

    /** @param json the whole answer, as it goes into an export */
    record Account(JsonNode json) {

        Account {
            if (!json.path("name").isString()) {
                misread();
            }
        }

        String id() {
            return json.path("name").asString();
        }

        boolean closed() {
            return json.path("deactivated").asBoolean(false);
        }

        /** Whether Synapse was told to forget who it was, and to hide what it wrote from whoever comes later. */
        boolean erased() {
            return json.path("erased").asBoolean(false);
        }

        /** Synapse gives seconds here and milliseconds everywhere else. */
        @Nullable
        Instant created() {
            JsonNode seconds = json.path("creation_ts");
            return seconds.isNumber() ? Instant.ofEpochSecond(seconds.asLong()) : null;
        }

        JsonNode contactAddresses() {
            return list(json, "threepids");
        }

        /** The provider's subject; empty when the account is not linked to the provider. */
        Optional<String> subject(String provider) {
            for (JsonNode identity : list(json, "external_ids")) {
                if (identity.path("auth_provider").asString("").equals(provider)) {
                    return identity.path("external_id").stringValueOpt();
                }
            }
            return Optional.empty();
        }
    }

    record Accounts(
            List<Listed> users,
            @JsonProperty("next_token") @Nullable String next) {

        Accounts {
            users = List.copyOf(users);
        }

        record Listed(String name) {}
    }

    record Room(JsonNode json) {

        Room {
            if (!json.path("room_id").isString()) {
                misread();
            }
        }

        boolean sealed() {
            return json.path("encryption").isString();
        }

        /** What is about the room itself; who made it and what others did there stay out. */
        JsonNode described() {
            return ((ObjectNode) json)
                    .deepCopy()
                    .retain(
                            "room_id",
                            "name",
                            "canonical_alias",
                            "version",
                            "encryption",
                            "federatable",
                            "history_visibility",
                            "joined_members",
                            "joined_local_members");
        }

        /** Who made it, and may do anything in it from version 12 on; empty when Synapse does not say. */
        String creator() {
            return json.path("creator").asString("");
        }

        /** Whether people of other servers are in it, whose servers hold copies. */
        boolean shared() {
            return json.path("joined_members").asLong(0)
                    > json.path("joined_local_members").asLong(0);
        }
    }

    record Uploads(
            List<JsonNode> media,
            long total,
            @JsonProperty("next_token") @Nullable Long next) {

        Uploads {
            media = List.copyOf(media);
        }
    }
}
