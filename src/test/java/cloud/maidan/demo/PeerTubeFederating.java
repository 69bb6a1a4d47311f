package cloud.maidan.demo;

import static cloud.maidan.demo.PeerTubeStandIn.json;
import static cloud.maidan.demo.PeerTubeStandIn.plain;
import static cloud.maidan.demo.PeerTubeStandIn.problem;
import static cloud.maidan.demo.PeerTubeWorld.object;

import cloud.maidan.demo.PeerTubeStandIn.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the PeerTube stand-in has to do with other servers, and its switches about them. */
public final class PeerTubeFederating {

    private static final Answer DONE = new Answer(204, "", Map.of(), new byte[0]);
    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> following = new CopyOnWriteArrayList<>();
    private final List<String> followers = new CopyOnWriteArrayList<>();
    private final List<String> blocked = new CopyOnWriteArrayList<>();
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private volatile boolean enabled = true;
    private volatile boolean overridden;
    private volatile boolean closed;
    private volatile ObjectNode custom = (ObjectNode) JSON.readTree("""
            {"instance": {"name": "Riverbend"},
             "followers": {"instance": {"enabled": true, "manualApproval": false}, "channels": {"enabled": true}},
             "followings": {"instance": {"autoFollowBack": {"enabled": false},
                                         "autoFollowIndex": {"enabled": false, "indexUrl": ""}}},
             "export": {"users": {"enabled": true, "exportExpiration": 172800000}},
             "search": {"remoteUri": {"users": true, "anonymous": false}},
             "videoComments": {"acceptRemoteComments": true}}""");

    /** @param handle a server's name, or {@code name@host} for one of its channels */
    public void follow(String handle) {
        following.add(handle);
    }

    /** @param handle {@code name@host} */
    public void followedBy(String handle) {
        followers.add(handle);
    }

    /** A video of another server is stored here. */
    public void store(String host) {
        stored.add(host);
    }

    /** Behind our back. @param key such as {@code followers.instance.enabled} */
    public void turn(String key, boolean on) {
        ObjectNode changed = custom.deepCopy();
        String pointer = "/" + key.replace('.', '/');
        int last = pointer.lastIndexOf('/');
        ((ObjectNode) changed.at(pointer.substring(0, last))).put(pointer.substring(last + 1), on);
        custom = changed;
    }

    /** Behind our back. */
    public void expireArchivesAfter(long milliseconds) {
        ObjectNode changed = custom.deepCopy();
        ((ObjectNode) changed.at("/export/users")).put("exportExpiration", milliseconds);
        custom = changed;
    }

    /** As when changing it from outside is switched off. */
    public void closeToEdits() {
        closed = true;
    }

    /** Everything that can be changed while it runs. */
    public String all() {
        return custom.toString();
    }

    /** As {@link #all} said it was. */
    public void all(String as) {
        custom = (ObjectNode) JSON.readTree(as);
    }

    /** As the file says after a restart. */
    public void enable(boolean now) {
        enabled = now;
    }

    /** As when the environment sets what is written: taken, and without effect. */
    public void override() {
        overridden = true;
    }

    /** As before it had to do with anybody. */
    public void forgetOthers() {
        List.of(following, followers, blocked, stored).forEach(List::clear);
    }

    public List<String> following() {
        return List.copyOf(following);
    }

    public List<String> followers() {
        return List.copyOf(followers);
    }

    /** Behind our back, by whoever moderates. */
    public void block(String host) {
        blocked.add(host);
    }

    public List<String> blocked() {
        return List.copyOf(blocked);
    }

    Map<String, @Nullable Object> enabled() {
        return object("enabled", enabled);
    }

    /** A part of the settings is not taken, only the whole. */
    Answer custom(String method, String body) {
        if (method.equals("GET")) {
            return json(200, custom);
        }
        if (closed) {
            return problem(403, "Server configuration is static and cannot be edited", null);
        }
        JsonNode sent = JSON.readTree(body);
        for (String section : custom.propertyNames()) {
            if (!sent.has(section)) {
                return problem(400, "Should have a valid " + section, null);
            }
        }
        if (!overridden) {
            custom = (ObjectNode) sent;
        }
        return json(200, custom);
    }

    Answer server(String method, List<String> path, String body) {
        return switch (path.getFirst()) {
            case "following" ->
                method.equals("DELETE")
                        ? removed(following, path.getLast())
                        : list(following.stream()
                                .map(handle -> follow("following", handle))
                                .toList());
            case "followers" ->
                method.equals("DELETE")
                        ? removed(followers, path.getLast())
                        : list(followers.stream()
                                .map(handle -> follow("follower", handle))
                                .toList());
            case "blocklist" -> method.equals("DELETE") ? removed(blocked, path.getLast()) : blocklist(method, body);
            default -> plain(404, "Not Found");
        };
    }

    Answer videos() {
        return list(stored.stream()
                .map(host -> (Object)
                        object("uuid", "remote", "isLocal", false, "account", object("name", "hana", "host", host)))
                .toList());
    }

    private Answer blocklist(String method, String body) {
        if (method.equals("GET")) {
            return list(blocked.stream()
                    .map(host -> (Object) object("blockedServer", object("host", host)))
                    .toList());
        }
        String host = JSON.readTree(body).path("host").asString("");
        if (host.equals(PeerTubeWorld.HOST)) {
            return problem(409, "You cannot block your own server.", null);
        }
        blocked.add(host);
        return DONE;
    }

    private static Object follow(String role, String handle) {
        int at = handle.indexOf('@');
        return object(
                "id",
                1,
                "state",
                "accepted",
                role,
                object("name", at < 0 ? "peertube" : handle.substring(0, at), "host", handle.substring(at + 1)));
    }

    private static Answer removed(List<String> from, String handle) {
        return from.remove(handle) ? DONE : problem(404, handle + " not found.", null);
    }

    private static Answer list(List<Object> all) {
        return json(200, object("total", all.size(), "data", new ArrayList<>(all)));
    }
}
