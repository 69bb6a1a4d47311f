package cloud.maidan.demo;

import static cloud.maidan.demo.AuthentikWorld.object;
import static cloud.maidan.demo.AuthentikWorld.part;

import cloud.maidan.demo.AuthentikStandIn.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the stand-in says to whoever has the rights, by path. */
final class AuthentikAnswers {

    private static final Pattern SEARCH = Pattern.compile("context\\.username = \"([^\"\\\\]*)\"");
    private static final Answer DENIED = Answer.error(403, "You do not have permission to perform this action.");
    private static final Answer NOT_THERE = Answer.error(404, "Not found.");

    private final AuthentikWorld world;

    AuthentikAnswers(AuthentikWorld world) {
        this.world = world;
    }

    Answer to(List<String> path, Map<String, String> query) {
        return switch (String.join("/", path.subList(0, Math.min(path.size(), 2)))) {
            case "admin/version" ->
                Answer.of(object(
                        "version_current",
                        AuthentikStandIn.VERSION,
                        "version_latest",
                        AuthentikStandIn.VERSION,
                        "version_latest_valid",
                        true,
                        "build_hash",
                        "",
                        "outdated",
                        false,
                        "outpost_outdated",
                        false));
            case "admin/settings" -> may("authentik_rbac.view_system_settings") ? Answer.of(world.settings) : DENIED;
            case "core/users" -> users(path, query);
            case "core/authenticated_sessions" ->
                list(
                        "authentik_core.view_authenticatedsession",
                        world.sessions,
                        query,
                        is(query, "user__username", row -> nameOf(row.get("user"))));
            case "core/user_consent" ->
                list(
                        "authentik_core.view_userconsent",
                        world.consents,
                        query,
                        is(query, "user", row -> part(row, "user").get("pk")));
            case "core/applications" -> applications(query);
            case "authenticators/admin" -> devices(path, query);
            case "sources/user_connections" ->
                list(
                        "authentik_core.view_usersourceconnection",
                        world.connections,
                        query,
                        is(query, "user", row -> row.get("user")));
            case "policies/reputation" ->
                list(
                        "authentik_policies_reputation.view_reputation",
                        world.reputation,
                        query,
                        is(query, "identifier", row -> row.get("identifier")));
            case "events/events" -> {
                world.clean();
                yield list("authentik_events.view_event", world.events, query, events(query));
            }
            case "events/notifications" -> notifications(query);
            default -> NOT_THERE;
        };
    }

    /** 204 with nothing; whatever is not there, or not to be seen, is 404. */
    Answer remove(List<String> path) {
        String key = path.getLast();
        return switch (String.join("/", path.subList(0, 2))) {
            case "core/authenticated_sessions" ->
                removed(
                        "authentik_core.delete_authenticatedsession",
                        world.sessions,
                        row -> key.equals(row.get("uuid")));
            case "core/user_consent" ->
                removed("authentik_core.delete_userconsent", world.consents, row -> key.equals("" + row.get("pk")));
            case "events/events" ->
                removed("authentik_events.delete_event", world.events, row -> key.equals(row.get("pk")));
            case "policies/reputation" ->
                removed(
                        "authentik_policies_reputation.delete_reputation",
                        world.reputation,
                        row -> key.equals(row.get("pk")));
            case "core/users" -> delete(key);
            case "authenticators/admin" ->
                removed(
                        "authentik_stages_authenticator_" + path.get(2) + ".delete_" + path.get(2) + "device",
                        world.devices,
                        row -> key.equals(row.get("pk")) && path.get(2).equals(row.get("_kind")));
            default -> NOT_THERE;
        };
    }

    private Answer removed(String right, List<Map<String, Object>> rows, Predicate<Map<String, Object>> which) {
        if (!may(right)) {
            return DENIED;
        }
        List<Map<String, Object>> gone = rows.stream().filter(which).toList();
        gone.forEach(row -> world.effects.add("delete " + row.getOrDefault("pk", row.get("uuid"))));
        if (!world.keeps) {
            rows.removeAll(gone);
        }
        return gone.isEmpty() ? NOT_THERE : new Answer(204, null, null);
    }

    private Answer delete(String pk) {
        if (!may("authentik_core.delete_user")) {
            return DENIED;
        }
        if (!world.users.containsKey(Integer.parseInt(pk))) {
            return Answer.error(404, "No User matches the given query.");
        }
        world.delete(Integer.parseInt(pk));
        return new Answer(204, null, null);
    }

    /** One or more fields of a user. */
    Answer change(List<String> path, Map<String, Object> fields) {
        if (path.equals(List.of("admin", "settings"))) {
            if (!may("authentik_rbac.edit_system_settings")) {
                return DENIED;
            }
            fields.forEach(world::set);
            return Answer.of(world.settings);
        }
        if (path.size() != 3 || !path.subList(0, 2).equals(List.of("core", "users"))) {
            return NOT_THERE;
        }
        if (!may("authentik_core.change_user")) {
            return DENIED;
        }
        int pk = Integer.parseInt(path.get(2));
        Map<String, Object> user = world.users.get(pk);
        if (user == null) {
            return Answer.error(404, "No User matches the given query.");
        }
        if (fields.get("email") instanceof String email && !email.contains("@")) {
            return new Answer(400, Map.of("email", List.of("Enter a valid email address.")), null);
        }
        world.change(pk, fields);
        return Answer.of(user);
    }

    private Answer users(List<String> path, Map<String, String> query) {
        if (!may("authentik_core.view_user")) {
            return DENIED;
        }
        if (path.size() == 3) {
            Map<String, Object> user = world.users.get(Integer.parseInt(path.get(2)));
            return user == null ? Answer.error(404, "No User matches the given query.") : Answer.of(user);
        }
        Answer all = list(
                "authentik_core.view_user",
                new ArrayList<>(world.users.values()),
                query,
                is(query, "uuid", row -> row.get("uuid"))
                        .and(is(query, "username", row -> row.get("username")))
                        .and(is(query, "email", row -> row.get("email"))));
        if (query.getOrDefault("include_groups", "true").equals("false")
                && all.status() == 200
                && all.body() instanceof Map<?, ?> body) {
            List<Map<String, Object>> lean = new ArrayList<>();
            for (Object row : (List<?>) Objects.requireNonNull(body.get("results"))) {
                Map<String, Object> user = new LinkedHashMap<>();
                ((Map<?, ?>) row).forEach((name, value) -> user.put((String) name, value));
                user.put("groups_obj", null);
                lean.add(user);
            }
            return Answer.of(object("pagination", body.get("pagination"), "results", lean, "autocomplete", Map.of()));
        }
        return all;
    }

    /** Cut into pages first and asked about policies then: the count is of all, and a page may be empty midway. */
    private Answer applications(Map<String, String> query) {
        String user = query.get("for_user");
        if (user == null) {
            return list("authentik_core.view_application", world.applications, query, row -> true);
        }
        if (!may("authentik_core.view_user_applications") || !world.users.containsKey(Integer.parseInt(user))) {
            return new Answer(400, Map.of("for_user", "User not found"), null);
        }
        Answer page = page(world.applications, query, row -> true);
        if (page.status() != 200 || !(page.body() instanceof Map<?, ?> body)) {
            return page;
        }
        List<?> open = ((List<?>) Objects.requireNonNull(body.get("results")))
                .stream()
                        .filter(row -> !world.closed
                                .getOrDefault((String) ((Map<?, ?>) row).get("slug"), Set.of())
                                .contains(Integer.parseInt(user)))
                        .toList();
        return Answer.of(object("pagination", body.get("pagination"), "results", open, "autocomplete", Map.of()));
    }

    /** The list of all kinds is a plain array, without a word about kinds that the account may not see. */
    private Answer devices(List<String> path, Map<String, String> query) {
        String kind = path.get(2);
        if (kind.equals("all")) {
            return Answer.of(world.devices.stream()
                    .filter(row -> ("" + row.get("_user")).equals(query.get("user")))
                    .filter(row -> may(viewing((String) Objects.requireNonNull(row.get("_kind")))))
                    .map(AuthentikAnswers::shown)
                    .toList());
        }
        if (!may(viewing(kind))) {
            return DENIED;
        }
        List<Map<String, Object>> rows = world.devices.stream()
                .filter(row -> kind.equals(row.get("_kind")))
                .map(this::detailed)
                .toList();
        if (path.size() == 3) {
            return page(rows, query, row -> true);
        }
        return rows.stream()
                .filter(row -> path.get(3).equals("" + row.get("pk")))
                .findFirst()
                .map(Answer::of)
                .orElse(NOT_THERE);
    }

    private static String viewing(String kind) {
        return "authentik_stages_authenticator_" + kind + ".view_" + kind + "device";
    }

    private static Map<String, Object> shown(Map<String, Object> row) {
        Map<String, Object> shown = new LinkedHashMap<>(row);
        shown.keySet().removeIf(name -> name.startsWith("_"));
        return shown;
    }

    private Map<String, Object> detailed(Map<String, Object> row) {
        Map<String, Object> user = Objects.requireNonNull(world.users.get(row.get("_user")));
        Map<String, Object> detailed = object(
                "pk", Integer.parseInt((String) Objects.requireNonNull(row.get("pk"))),
                "name", row.get("name"),
                "user",
                        object(
                                "pk", user.get("pk"),
                                "username", user.get("username"),
                                "name", user.get("name"),
                                "uid", user.get("uid")));
        ((Map<?, ?>) Objects.requireNonNull(row.get("_details")))
                .forEach((name, value) -> detailed.put((String) name, value));
        if ("webauthn".equals(row.get("_kind"))) {
            detailed.put("created_on", row.get("created"));
            detailed.put("device_type", null);
            detailed.put("aaguid", "00000000-0000-0000-0000-000000000000");
        }
        return detailed;
    }

    private Answer notifications(Map<String, String> query) {
        Answer answer = list(
                "authentik_events.view_notification",
                world.notifications,
                query,
                is(query, "user", row -> row.get("user")));
        if (answer.status() == 200 && answer.body() instanceof Map<?, ?> body) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (Object row : (List<?>) Objects.requireNonNull(body.get("results"))) {
                Map<String, Object> shown = new LinkedHashMap<>();
                ((Map<?, ?>) row).forEach((name, value) -> shown.put((String) name, value));
                shown.remove("user"); // a filter, not a field
                rows.add(shown);
            }
            return Answer.of(object("pagination", body.get("pagination"), "results", rows, "autocomplete", Map.of()));
        }
        return answer;
    }

    /** By the name that somebody had then, not by the account. */
    private static Predicate<Map<String, Object>> events(Map<String, String> query) {
        Predicate<Map<String, Object>> wanted = is(query, "action", row -> row.get("action"))
                .and(is(query, "username", row -> part(row, "user").get("username")))
                .and(is(query, "context_model_app", row -> model(row, "app")))
                .and(is(query, "context_model_name", row -> model(row, "model_name")))
                .and(is(query, "context_model_pk", row -> model(row, "pk")));
        String search = query.get("search");
        if (search == null) {
            return wanted;
        }
        Matcher name = SEARCH.matcher(search);
        return name.matches()
                ? wanted.and(row -> name.group(1).equals(part(row, "context").get("username")))
                : row -> false;
    }

    private static @Nullable Object model(Map<String, Object> row, String field) {
        return part(row, "context").get("model") instanceof Map<?, ?> model ? model.get(field) : null;
    }

    private @Nullable Object nameOf(@Nullable Object user) {
        Map<String, Object> row = world.users.get(user);
        return row == null ? null : row.get("username");
    }

    private boolean may(String right) {
        return world.rights.contains(right);
    }

    private static Predicate<Map<String, Object>> is(
            Map<String, String> query, String filter, Function<Map<String, Object>, @Nullable Object> field) {
        String wanted = query.get(filter);
        return row -> wanted == null || wanted.equals(String.valueOf(field.apply(row)));
    }

    private Answer list(
            String right,
            List<Map<String, Object>> rows,
            Map<String, String> query,
            Predicate<Map<String, Object>> wanted) {
        return may(right) ? page(rows, query, wanted) : DENIED;
    }

    /** Pages are told by number and 0 is none; more than the system's greatest page size is not given. */
    private static Answer page(
            List<Map<String, Object>> rows, Map<String, String> query, Predicate<Map<String, Object>> wanted) {
        List<Map<String, Object>> found =
                new ArrayList<>(rows.stream().filter(wanted).toList());
        String ordering = query.get("ordering");
        if (ordering != null) {
            String field = ordering.replace("-", "");
            Comparator<Map<String, Object>> order = Comparator.comparing(row -> row.get(field) instanceof Integer number
                    ? "%012d".formatted(number)
                    : String.valueOf(row.get(field)));
            found.sort(ordering.startsWith("-") ? order.reversed() : order);
        }
        int size = Math.min(Integer.parseInt(query.getOrDefault("page_size", "20")), AuthentikWorld.MOST_PER_PAGE);
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        int pages = Math.max(1, (found.size() + size - 1) / size);
        if (page > pages) {
            return Answer.error(404, "Invalid page.");
        }
        int from = (page - 1) * size;
        int to = Math.min(found.size(), from + size);
        return Answer.of(object(
                "pagination",
                object(
                        "next",
                        page < pages ? page + 1 : 0,
                        "previous",
                        page - 1,
                        "count",
                        found.size(),
                        "current",
                        page,
                        "total_pages",
                        pages,
                        "start_index",
                        found.isEmpty() ? 0 : from + 1,
                        "end_index",
                        to),
                "results",
                found.subList(from, to),
                "autocomplete",
                Map.of()));
    }
}
