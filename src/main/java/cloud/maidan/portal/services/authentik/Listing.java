package cloud.maidan.portal.services.authentik;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A list of Authentik's narrowed down to one person. Some filters take a username, which may have been somebody else's
 * before; what comes back counts only when it belongs.
 *
 * @param belongs whether an item is the person's
 */
record Listing(String path, Map<String, String> filters, Predicate<JsonNode> belongs) {

    private static final String EVENTS = "/events/events/";

    Listing {
        filters = Map.copyOf(filters);
    }

    static Listing sessions(Account account) {
        return new Listing(
                "/core/authenticated_sessions/",
                Map.of("user__username", account.username(), "ordering", "uuid"),
                item -> item.path("user").asLong() == account.pk());
    }

    static Listing consents(Account account) {
        return new Listing(
                "/core/user_consent/",
                Map.of("user", Long.toString(account.pk()), "ordering", "pk"),
                item -> item.path("user").path("pk").asLong() == account.pk());
    }

    static Listing connections(Account account) {
        return new Listing(
                "/sources/user_connections/all/",
                Map.of("user", Long.toString(account.pk()), "ordering", "pk"),
                item -> item.path("user").asLong() == account.pk());
    }

    /** The answer does not say whose they are. */
    static Listing notifications(Account account) {
        return new Listing(
                "/events/notifications/",
                Map.of("user", Long.toString(account.pk()), "ordering", "created"),
                item -> true);
    }

    static Listing reputation(Account account) {
        return reputation(account.username());
    }

    static Listing reputation(String name) {
        return new Listing(
                "/policies/reputation/scores/",
                Map.of("identifier", name, "ordering", "updated"),
                item -> item.path("identifier").asString("").equals(name));
    }

    /** Cut into pages before policies are asked: its count is of all applications, and a page may be empty midway. */
    static Listing applications(Account account) {
        return new Listing(
                "/core/applications/",
                Map.of("for_user", Long.toString(account.pk()), "ordering", "name"),
                item -> true);
    }

    /** What the person did. */
    static Listing doneBy(Account account) {
        return doneBy(account.pk(), account.username());
    }

    static Listing doneBy(long pk, String name) {
        return new Listing(EVENTS, Map.of("username", name, "ordering", "created"), item -> isActor(item, pk));
    }

    /** Of one kind, by whomever. */
    static Listing did(String action, Predicate<JsonNode> belongs) {
        return new Listing(EVENTS, Map.of("action", action, "ordering", "created"), belongs);
    }

    /** What was done to the person's account, by whomever. */
    static Listing doneTo(Account account) {
        return doneTo(account.pk());
    }

    static Listing doneTo(long user) {
        String pk = Long.toString(user);
        return new Listing(
                EVENTS,
                Map.of(
                        "context_model_app",
                        "authentik_core",
                        "context_model_name",
                        "user",
                        "context_model_pk",
                        pk,
                        "ordering",
                        "created"),
                item -> item.path("context")
                        .path("model")
                        .path("pk")
                        .asString("")
                        .equals(pk));
    }

    /**
     * Sign-ins with the person's name that failed: nobody's by Authentik's own reckoning, so they are searched for (AKQL,
     * from 2026.5 on). Empty for a name that cannot be put into a search.
     */
    static Optional<Listing> failedAs(Account account) {
        String name = account.username();
        Instant joined = account.joined();
        return name.contains("\"") || name.contains("\\")
                ? Optional.empty()
                : Optional.of(new Listing(
                        EVENTS,
                        Map.of(
                                "action",
                                "login_failed",
                                "search",
                                "context.username = \"" + name + "\"",
                                "ordering",
                                "created"),
                        item -> item.path("context")
                                        .path("username")
                                        .asString("")
                                        .equals(name)
                                && notBefore(item, joined)));
    }

    Listing newestFirst() {
        return with("ordering", "-created");
    }

    Listing with(String filter, String value) {
        Map<String, String> more = new LinkedHashMap<>(filters);
        more.put(filter, value);
        return new Listing(path, more, belongs);
    }

    /** Whether the person did it. */
    static boolean isActor(JsonNode event, Account account) {
        return isActor(event, account.pk());
    }

    static boolean isActor(JsonNode event, long pk) {
        return event.path("user").path("pk").asLong(-1) == pk;
    }

    /** Whoever had the name before is somebody else. */
    private static boolean notBefore(JsonNode event, @Nullable Instant joined) {
        Instant created = AuthentikClient.time(event, "created");
        return joined == null || created == null || !created.isBefore(joined);
    }
}
