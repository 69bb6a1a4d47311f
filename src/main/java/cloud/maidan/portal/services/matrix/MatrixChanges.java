package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess.Secret;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.Answer;
import cloud.maidan.portal.services.http.Authorization;
import cloud.maidan.portal.services.http.Call;
import cloud.maidan.portal.services.http.ServiceHttp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Speaks the calls that change something at Synapse (1.157 to 1.163). Ids are Matrix ids. */
@Component
class MatrixChanges {

    private static final String ADMIN = "/_synapse/admin/v1/";
    private static final String ROOM = "/_matrix/client/v3/rooms/{room}/";
    private static final int FILES_AT_ONCE = 1000;
    /** Synapse's own is 1000 of each room, counts what was deleted before, and so never gets further by repeating. */
    private static final int EVERYTHING = 1_000_000_000;

    private final MatrixClient matrix;

    MatrixChanges(MatrixClient matrix) {
        this.matrix = matrix;
    }

    /** Lets the account only delete what it wrote, and leave. */
    void suspend(String user) {
        done(matrix.line().put(ADMIN + "suspend/{user}", user).sending(Map.of("suspend", true)));
    }

    /** Lets the account delete as fast as the server can. */
    void liftLimits(String user) {
        done(matrix.line()
                .post(ADMIN + "users/{user}/override_ratelimit", user)
                .sending(Map.of("messages_per_second", 0, "burst_count", 0)));
    }

    void restoreLimits(String user) {
        done(matrix.line().delete(ADMIN + "users/{user}/override_ratelimit", user));
    }

    /**
     * Begins to delete the account's messages, also in rooms it left; of other kinds of events only its own joins. Each
     * beginning deletes anew what was deleted before.
     *
     * @param rooms one that Synapse does not know makes all fail
     * @return the deletion's id; empty while another one runs
     */
    Optional<String> redactAll(String user, Collection<String> rooms) {
        Call call = matrix.line()
                .post(ADMIN + "user/{user}/redact", user)
                .sending(Map.of("rooms", rooms, "limit", EVERYTHING, "use_admin", false));
        Answer answer = call.answer();
        if (answer.status() == 400 && answer.body().path("error").asString("").contains("already in progress")) {
            return Optional.empty();
        }
        String id = call.orFault(answer).body().path("redact_id").asString("");
        if (id.isEmpty()) {
            throw new ServiceFault(Fault.UNREADABLE, null, "matrix: a deletion without an id", null);
        }
        return Optional.of(id);
    }

    /** A key to act as the account; it shows nowhere among the account's devices. Never for a closed account. */
    String actAs(String user, Instant until) {
        JsonNode answer = done(matrix.line()
                        .post(ADMIN + "users/{user}/login", user)
                        .sending(Map.of("valid_until_ms", until.toEpochMilli())))
                .body();
        return answer.path("access_token")
                .stringValueOpt()
                .orElseThrow(() -> new ServiceFault(Fault.UNREADABLE, null, "matrix: no token to act with", null));
    }

    /** Ends such a key; one that ended by itself is no fault. */
    void stopActing(String key) {
        Call call = as(key).post("/_matrix/client/v3/logout").sending(Map.of());
        Answer answer = call.answer();
        if (answer.status() != 401) {
            call.orFault(answer);
        }
    }

    /** Sets what the account's clients share, with such a key. */
    void setAs(String key, String user, String type, Map<String, ?> content) {
        done(as(key).put("/_matrix/client/v3/user/{user}/account_data/{type}", user, type)
                .sending(content));
    }

    /** Deletes one event with such a key; false when the account has no right to, in that room. */
    boolean redactAs(String key, String room, String event) {
        return redact(as(key), room, event);
    }

    /** Deletes one event as ourselves; false when we have no right to, in that room. */
    boolean redact(String room, String event) {
        return redact(matrix.line(), room, event);
    }

    private static boolean redact(ServiceHttp line, String room, String event) {
        return allowed(line.put(ROOM + "redact/{event}/{transaction}", room, event, once(event))
                .sending(Map.of()));
    }

    /** Enters a room with the right to delete in it; false when nobody of this server there may give it. */
    boolean enter(String room) {
        Call call =
                matrix.line().post(ADMIN + "rooms/{room}/make_room_admin", room).sending(Map.of());
        Answer answer = call.answer();
        if (answer.status() == 400 || answer.status() == 403) {
            return false;
        }
        call.orFault(answer);
        return allowed(
                matrix.line().post("/_matrix/client/v3/join/{room}", room).sending(Map.of()));
    }

    /** Sets one of the room's own settings; false when we have no right to, in that room. */
    boolean setInRoom(String room, String type, JsonNode content) {
        return allowed(matrix.line().put(ROOM + "state/{type}", room, type).sending(content));
    }

    /** Gives the right back and leaves. */
    void leave(String room, String own) {
        List<JsonNode> powers = matrix.inForce(room, "m.room.power_levels");
        if (!powers.isEmpty() && powers.getFirst().path("content").path("users").has(own)) {
            ObjectNode content = ((ObjectNode) powers.getFirst().path("content")).deepCopy();
            ((ObjectNode) content.path("users")).remove(own);
            allowed(matrix.line().put(ROOM + "state/m.room.power_levels", room).sending(content));
        }
        allowed(matrix.line().post(ROOM + "leave", room).sending(Map.of()));
    }

    /** Deletes a batch of the account's files. @return how many went */
    long deleteFiles(String user) {
        return done(matrix.line().delete(ADMIN + "users/{user}/media", user).with("limit", FILES_AT_ONCE))
                .body()
                .path("total")
                .asLong();
    }

    /** Deletes one file of an account of this server; one that is gone is no fault. */
    void deleteFile(String user, String file) {
        allowed(matrix.line().delete(ADMIN + "media/{server}/{file}", user.substring(user.indexOf(':') + 1), file));
    }

    /** Closes the account for good; it leaves its rooms by and by. */
    void close(String user) {
        done(matrix.line().post(ADMIN + "deactivate/{user}", user).sending(Map.of("erase", true)));
    }

    /** Sets the public name; false when Synapse does not take it. */
    boolean rename(String user, String name) {
        Call call = matrix.line()
                .put("/_matrix/client/v3/profile/{user}/displayname", user)
                .sending(Map.of("displayname", name));
        Answer answer = call.answer();
        if (answer.status() == 400) {
            return false;
        }
        call.orFault(answer);
        return true;
    }

    private ServiceHttp as(String key) {
        Secret secret = () -> key;
        return matrix.line(Authorization.bearer(secret));
    }

    private static boolean allowed(Call call) {
        Answer answer = call.answer();
        if (answer.status() == 403 || answer.status() == 404) {
            return false;
        }
        call.orFault(answer);
        return true;
    }

    private static Answer done(Call call) {
        return call.orFault(call.answer());
    }

    private static String once(String event) {
        return UUID.nameUUIDFromBytes(event.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
