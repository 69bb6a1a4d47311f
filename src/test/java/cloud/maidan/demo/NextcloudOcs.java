package cloud.maidan.demo;

import cloud.maidan.demo.NextcloudStandIn.Answer;
import cloud.maidan.demo.NextcloudStandIn.Asked;
import cloud.maidan.demo.NextcloudStandIn.Caller;
import cloud.maidan.demo.NextcloudWorld.Person;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OCS part of the Nextcloud stand-in, with what an administrator could have set otherwise. */
public final class NextcloudOcs {

    private final NextcloudWorld world;
    private final Map<String, String> apps = new java.util.concurrent.ConcurrentHashMap<>();
    private final NextcloudErasing erasing;
    private final NextcloudFederating federating = new NextcloudFederating();
    private final Map<String, String> scopes = new ConcurrentHashMap<>(
            Map.of("displaynameScope", "v2-federated", "emailScope", "v2-local", "phoneScope", "v2-published"));
    private volatile String profilePage = "1";
    private volatile boolean takesTokens = true;
    private volatile boolean signInApp = true;
    private volatile boolean hashes;
    private volatile boolean notifiers = true;
    private volatile boolean activityApp = true;
    private volatile String version = NextcloudStandIn.VERSION;
    private volatile @Nullable String failing;
    private volatile int failingWith;

    NextcloudOcs(NextcloudWorld world, NextcloudErasing erasing) {
        this.world = world;
        this.erasing = erasing;
    }

    /** Whether the second provider takes members' tokens ({@code --check-bearer}). */
    public void takeTokens(boolean now) {
        takesTokens = now;
    }

    /** From now on the provider that takes tokens makes ids by a hash ({@code --unique-uid=1}, the default). */
    public void hashIds() {
        hashes = true;
    }

    public void removeSignInApp() {
        signInApp = false;
    }

    /** No app that notifies is there, so the list of notifications answers 204. */
    public void removeNotifiers() {
        notifiers = false;
    }

    public void removeActivityApp() {
        activityApp = false;
    }

    public void pretendToBe(String other) {
        version = other;
    }

    /** From now on each call whose path holds the words fails with a status of OCS, such as 101 or 996. */
    public void fail(String words, int status) {
        failingWith = status;
        failing = words;
    }

    /** What it has to do with other servers. */
    public NextcloudFederating federating() {
        return federating;
    }

    String version() {
        return version;
    }

    boolean takesTokens() {
        return takesTokens && signInApp;
    }

    String uidOfToken(String subject) {
        return hashes ? NextcloudWorld.hashed("2_0_" + subject) : subject;
    }

    Answer answer(Asked asked, Optional<Caller> caller) {
        if (asked.header("OCS-APIRequest") == null) {
            return reply(asked, 412, "CSRF check failed", List.of());
        }
        if (caller.isEmpty()) {
            return reply(asked, 997, "Current user is not logged in", List.of());
        }
        String words = failing;
        if (words != null && asked.path().contains(words)) {
            return reply(asked, failingWith, "failed", List.of());
        }
        List<String> path = asked.parts().subList(2, asked.parts().size());
        return switch (String.join("/", path.subList(0, Math.min(2, path.size())))) {
            case "cloud/user" -> reply(asked, 200, "OK", person(caller.get().uid(), true));
            case "cloud/users" -> users(asked, path, caller.get());
            case "apps/user_oidc" -> providers(asked, path, caller.get());
            case "apps/files_sharing" -> shares(asked, path, caller.get());
            case "apps/activity" -> activities(asked, path, caller.get());
            case "apps/provisioning_api" ->
                path.contains("files_sharing")
                        ? reply(asked, caller.get(), federating.config(asked, path))
                        : setting(asked, path, caller.get());
            case "apps/federation" -> reply(asked, caller.get(), federating.servers(asked, path));
            case "apps/notifications" -> notifications(asked, caller.get());
            case "apps/user_status" -> status(asked, caller.get());
            default -> reply(asked, 998, "Invalid query, please check the syntax.", List.of());
        };
    }

    /** As {@code occ config:app:set} does it, or somebody on a page of Nextcloud. */
    public void setApp(String app, String key, String value) {
        apps.put(app + "/" + key, value);
    }

    public @Nullable String app(String app, String key) {
        return apps.get(app + "/" + key);
    }

    /** What was never set is empty, not missing; some keys are refused to everybody. */
    private Answer setting(Asked asked, List<String> path, Caller caller) {
        if (!caller.administrator()) {
            return reply(asked, 403, "Logged in account must be an administrator.", List.of());
        }
        String key = path.get(7);
        if (List.of("installed_version", "enabled", "types").contains(key)) {
            return reply(asked, 403, "", Map.of("data", Map.of("message", "The given key can not be set")));
        }
        if (asked.method().equals("POST")) {
            setApp(
                    path.get(6),
                    key,
                    MatrixStandIn.read(asked.body()).path("value").asString(""));
            return reply(asked, 200, "OK", List.of());
        }
        return reply(asked, 200, "OK", Map.of("data", apps.getOrDefault(path.get(6) + "/" + key, "")));
    }

    private Answer users(Asked asked, List<String> path, Caller caller) {
        boolean own =
                asked.method().equals("PUT") && path.size() == 3 && path.get(2).equals(caller.uid());
        if (!caller.administrator() && !own) {
            return reply(asked, 403, "Logged in account must be an administrator or have authorization.", List.of());
        }
        if (path.size() == 2 || path.get(2).equals("details")) {
            return list(asked, path.size() == 3);
        }
        String uid = path.get(2);
        erasing.goOn(uid);
        if (!asked.method().equals("GET")) {
            return changed(asked, path, caller);
        }
        if (!world.people.containsKey(uid)) {
            return reply(asked, 998, "User does not exist", List.of());
        }
        return path.size() == 3
                ? reply(asked, 200, "OK", person(uid, false))
                : reply(
                        asked,
                        200,
                        "OK",
                        Map.of(
                                "groups",
                                uid.equals(world.seed.account()) ? List.of("Gardeners", "Riverbend") : List.of()));
    }

    /** Not even with an administrator's own account. */
    private Answer changed(Asked asked, List<String> path, Caller caller) {
        String uid = path.get(2);
        if (!world.people.containsKey(uid)) {
            return reply(asked, 998, "User does not exist", List.of());
        }
        String what = asked.method() + (path.size() == 4 ? " " + path.get(3) : "");
        if (uid.equals(caller.uid()) && !what.equals("PUT")) {
            return reply(asked, 101, "", List.of());
        }
        int status = switch (what) {
            case "PUT disable" -> erasing.disable(uid);
            case "POST wipe" -> erasing.wipe(uid);
            case "DELETE" -> erasing.delete(uid);
            case "PUT" ->
                asked.body().contains("Scope\"") || asked.body().contains("\"profile_enabled\"")
                        ? chosen(asked.body(), uid.equals(caller.uid()))
                        : erasing.edit(uid, asked.body());
            default -> 998;
        };
        return status == 504
                ? new Answer(
                        504, "text/html", Map.of(), "<html>gateway time-out</html>".getBytes(StandardCharsets.UTF_8))
                : reply(asked, status, "", List.of());
    }

    /** Only of one's own; name and address are never hidden from people here. */
    private int chosen(String body, boolean self) {
        JsonNode asked = new JsonMapper().readTree(body);
        String key = asked.path("key").asString("");
        String scope = asked.path("value").asString("");
        if (self && key.equals("profile_enabled")) {
            profilePage = scope;
            return scope.matches("[01]") ? 200 : 102;
        }
        if (!self || !scopes.containsKey(key)) {
            return 113;
        }
        if (scope.equals("v2-private")
                && List.of("displaynameScope", "emailScope").contains(key)) {
            return 102;
        }
        scopes.put(key, scope);
        return 200;
    }

    private Answer list(Asked asked, boolean details) {
        int offset = Integer.parseInt(asked.query().getOrDefault("offset", "0"));
        int limit = Integer.parseInt(asked.query().getOrDefault("limit", "1000"));
        List<String> page = world.people.keySet().stream()
                .sorted()
                .skip(offset)
                .limit(limit)
                .toList();
        if (!details) {
            return reply(asked, 200, "OK", Map.of("users", page));
        }
        Map<String, Object> users = new LinkedHashMap<>();
        page.forEach(uid -> users.put(uid, person(uid, false)));
        return reply(asked, 200, "OK", Map.of("users", users.isEmpty() ? List.of() : users));
    }

    /** Seconds and milliseconds side by side; the quota is PHP's empty array before the first sign-in. */
    private Map<String, @Nullable Object> person(String uid, boolean self) {
        Person person = Objects.requireNonNull(world.people.get(uid));
        Long used = person.used();
        Map<String, @Nullable Object> answer = MatrixStandIn.object(
                "enabled",
                person.enabled(),
                "id",
                uid,
                "firstLoginTimestamp",
                used == null ? -1 : NextcloudWorld.START,
                "lastLoginTimestamp",
                used == null ? 0 : NextcloudWorld.START + 86_400,
                "lastLogin",
                used == null ? 0 : (NextcloudWorld.START + 86_400) * 1000,
                "backend",
                person.backend(),
                "subadmin",
                List.of(),
                "quota",
                used == null
                        ? List.of()
                        : MatrixStandIn.object(
                                "free",
                                1_000_000_000L,
                                "used",
                                used,
                                "total",
                                1_000_000_000L + used,
                                "relative",
                                0.1,
                                "quota",
                                -3),
                "manager",
                "",
                "email",
                person.email().isEmpty() ? null : person.email(),
                "additional_mail",
                List.of(),
                "displayname",
                person.name(),
                "display-name",
                person.name(),
                "phone",
                "",
                "address",
                "",
                "website",
                "",
                "twitter",
                "",
                "fediverse",
                "",
                "organisation",
                "Riverbend",
                "role",
                "",
                "headline",
                "",
                "biography",
                "",
                "profile_enabled",
                profilePage,
                "pronouns",
                "",
                "groups",
                List.of(),
                "language",
                "en",
                "locale",
                "",
                "notify_email",
                null,
                "backendCapabilities",
                Map.of("setDisplayName", !person.backend().equals("user_oidc")));
        if (self) {
            answer.putAll(scopes);
        } else {
            answer.put("storageLocation", "/var/www/html/data/" + uid);
        }
        return answer;
    }

    private Answer providers(Asked asked, List<String> path, Caller caller) {
        if (!signInApp || path.size() != 5 || !path.get(4).equals("provider")) {
            return reply(asked, 998, "Invalid query, please check the syntax.", List.of());
        }
        if (!caller.administrator()) {
            return reply(asked, 403, "Logged in account must be an admin", List.of());
        }
        return reply(
                asked,
                200,
                "OK",
                List.of(
                        provider(1, "Maidan", "nextcloud", false, false),
                        provider(2, "Maidan portal", BearerCheck.AUDIENCE, takesTokens, hashes),
                        provider(3, "Before", "nextcloud-before", false, true)));
    }

    private static Object provider(int id, String name, String client, boolean checkBearer, boolean uniqueUid) {
        return MatrixStandIn.object(
                "id",
                id,
                "identifier",
                name,
                "clientId",
                client,
                "discoveryEndpoint",
                "https://auth.riverbend.example/.well-known/openid-configuration",
                "scope",
                "openid email profile",
                "settings",
                MatrixStandIn.object(
                        "mappingUid",
                        "sub",
                        "uniqueUid",
                        uniqueUid,
                        "checkBearer",
                        checkBearer,
                        "bearerProvisioning",
                        false,
                        "providerBasedId",
                        false));
    }

    private Answer shares(Asked asked, List<String> path, Caller caller) {
        boolean mira = caller.uid().equals(world.seed.account());
        List<?> shares = switch (path.getLast()) {
            case "shares" ->
                asked.query().getOrDefault("shared_with_me", "false").equals("true")
                        ? world.sharesWithMira
                        : world.sharesOfMira;
            case "remote_shares" -> world.remoteShares;
            default -> List.of();
        };
        return reply(asked, 200, "OK", mira ? shares : List.of());
    }

    /** The end of the list is 304, without a body. */
    private Answer activities(Asked asked, List<String> path, Caller caller) {
        if (!activityApp || path.size() > 5) {
            return reply(asked, 404, "unknown", List.of());
        }
        long since = Long.parseLong(asked.query().getOrDefault("since", "0"));
        int limit = Math.min(200, Integer.parseInt(asked.query().getOrDefault("limit", "50")));
        boolean ascending = asked.query().getOrDefault("sort", "desc").equals("asc");
        List<Map<String, @Nullable Object>> page = new ArrayList<>();
        List<Map<String, @Nullable Object>> all = ascending ? world.activities : world.activities.reversed();
        for (Map<String, @Nullable Object> one : all) {
            boolean after = since == 0 || (ascending ? id(one) > since : id(one) < since);
            if (after && page.size() < limit && caller.uid().equals(world.seed.account())) {
                page.add(one);
            }
        }
        if (page.isEmpty()) {
            return new Answer(304, "application/json; charset=utf-8", Map.of(), new byte[0]);
        }
        Answer answer = reply(asked, 200, "OK", page);
        return new Answer(
                answer.status(),
                answer.type(),
                Map.of("X-Activity-Last-Given", Long.toString(id(page.getLast()))),
                answer.body());
    }

    private static long id(Map<String, @Nullable Object> activity) {
        return ((Number) Objects.requireNonNull(activity.get("activity_id"))).longValue();
    }

    private Answer notifications(Asked asked, Caller caller) {
        if (!notifiers) {
            return new Answer(204, "application/json; charset=utf-8", Map.of(), new byte[0]);
        }
        List<Object> waiting = new ArrayList<>();
        for (int i = 1; i <= (caller.uid().equals(world.seed.account()) ? 2 : 0); i++) {
            waiting.add(MatrixStandIn.object(
                    "notification_id", i,
                    "app", "files_sharing",
                    "user", caller.uid(),
                    "datetime", "2026-02-0" + i + "T10:00:00+00:00",
                    "object_type", "share",
                    "object_id", "4",
                    "subject", "Moss shared a folder with you",
                    "message", "",
                    "link", "https://files.riverbend.example/",
                    "actions", List.of()));
        }
        return reply(asked, 200, "OK", waiting);
    }

    private Answer status(Asked asked, Caller caller) {
        return caller.uid().equals(world.seed.account())
                ? reply(
                        asked,
                        200,
                        "OK",
                        MatrixStandIn.object(
                                "userId",
                                caller.uid(),
                                "message",
                                "Painting chairs",
                                "icon",
                                "🪑",
                                "clearAt",
                                null,
                                "status",
                                "online"))
                : reply(asked, 404, "No status for this user", List.of());
    }

    private static Answer reply(Asked asked, Caller caller, NextcloudFederating.Reply reply) {
        return caller.administrator()
                ? reply(asked, reply.status(), "", reply.data())
                : reply(asked, 403, "Logged in account must be an admin", List.of());
    }

    /** XML unless JSON is asked for; the status of HTTP is made from that of OCS as version 2 does. */
    private static Answer reply(Asked asked, int code, String message, Object data) {
        int http = switch (code) {
            case 997 -> 401;
            case 998 -> 404;
            case 996, 999 -> 500;
            default -> code < 200 || code > 600 ? 400 : code;
        };
        String accept = asked.header("Accept");
        if ((accept == null || !accept.contains("json"))
                && !asked.query().getOrDefault("format", "xml").equals("json")) {
            return new Answer(
                    http,
                    "text/xml; charset=UTF-8",
                    Map.of(),
                    ("<?xml version=\"1.0\"?><ocs><meta><statuscode>" + code + "</statuscode></meta></ocs>")
                            .getBytes(StandardCharsets.UTF_8));
        }
        return Answer.json(
                http,
                Map.of(
                        "ocs",
                        MatrixStandIn.object(
                                "meta",
                                MatrixStandIn.object(
                                        "status",
                                        code >= 200 && code < 300 ? "ok" : "failure",
                                        "statuscode",
                                        code,
                                        "message",
                                        message,
                                        "totalitems",
                                        "",
                                        "itemsperpage",
                                        ""),
                                "data",
                                data)));
    }
}
