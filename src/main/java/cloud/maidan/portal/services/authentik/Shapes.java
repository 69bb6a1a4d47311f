package cloud.maidan.portal.services.authentik;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of Authentik's answers is the member's to take: lists of what stays in, so that what a later version adds stays
 * out until somebody has looked at it.
 */
final class Shapes {

    private static final List<String> ACCOUNT = List.of(
            "pk",
            "uuid",
            "uid",
            "username",
            "name",
            "email",
            "is_active",
            "is_superuser",
            "type",
            "path",
            "date_joined",
            "last_login",
            "last_updated",
            "password_change_date",
            "avatar");
    private static final List<String> EVENT = List.of("pk", "action", "app", "client_ip", "created", "expires");
    /** Of an event's context; {@code http_request.args} and bodies of letters hold links and codes that open doors. */
    private static final List<String> CONTEXT = List.of(
            "geo",
            "asn",
            "auth_method",
            "authorized_application",
            "flow",
            "scopes",
            "model",
            "source",
            "stage",
            "reason",
            "subject",
            "to_email",
            "message",
            "username");

    private static final List<String> REQUEST = List.of("method", "path", "user_agent");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(pass(word|wd|phrase)?|secret|token|private|credential|cookie|otp|seed|code).*");

    private Shapes() {}

    /** Without free attributes that nobody declared to be the member's, and without other people's groups' attributes. */
    static ObjectNode account(Account account, List<String> attributes) {
        ObjectNode own = kept(account.json(), ACCOUNT);
        if (own.path("avatar").asString("").startsWith("data:")) {
            own.remove("avatar"); // drawn from the name, anew each time
        }
        own.set("groups", names(account.json().path("groups_obj")));
        own.set("roles", names(account.json().path("roles_obj")));
        own.set("attributes", withoutSecrets(kept(account.json().path("attributes"), attributes)));
        return own;
    }

    /** Names of the free attributes that stay out. */
    static Set<String> attributesLeftOut(Account account, List<String> attributes) {
        Set<String> names = new TreeSet<>(account.json().path("attributes").propertyNames());
        attributes.forEach(names::remove);
        return names;
    }

    static Optional<JsonNode> session(JsonNode item, Account account) {
        return Optional.of(kept(
                item,
                List.of("uuid", "last_ip", "last_user_agent", "user_agent", "geo_ip", "asn", "last_used", "expires")));
    }

    static Optional<JsonNode> consent(JsonNode item, Account account) {
        ObjectNode own = kept(item, List.of("pk", "permissions", "expiring", "expires"));
        own.set("application", kept(item.path("application"), List.of("pk", "name", "slug", "launch_url")));
        return Optional.of(own);
    }

    static Optional<JsonNode> connection(JsonNode item, Account account) {
        ObjectNode own = kept(item, List.of("pk", "identifier", "created", "last_updated"));
        own.set("source", kept(item.path("source_obj"), List.of("pk", "name", "slug", "verbose_name")));
        return Optional.of(own);
    }

    /** The event that led to it may be about somebody else; its own file has it if it is the member's. */
    static Optional<JsonNode> notification(JsonNode item, Account account) {
        ObjectNode own = kept(item, List.of("pk", "severity", "body", "created", "seen"));
        own.set("event", kept(item.path("event"), List.of("pk", "action", "created")));
        return Optional.of(own);
    }

    static Optional<JsonNode> reputation(JsonNode item, Account account) {
        return Optional.of(
                kept(item, List.of("pk", "identifier", "ip", "ip_geo_data", "ip_asn_data", "score", "updated")));
    }

    static Optional<JsonNode> application(JsonNode item, Account account) {
        return Optional.of(
                kept(item, List.of("pk", "name", "slug", "launch_url", "group", "meta_description", "meta_publisher")));
    }

    /** A second factor without its numbers, which prove who somebody is. @param details null when there are none */
    static ObjectNode device(JsonNode item, Optional<JsonNode> details) {
        ObjectNode own = kept(
                item,
                List.of(
                        "pk",
                        "type",
                        "verbose_name",
                        "name",
                        "confirmed",
                        "created",
                        "last_updated",
                        "last_used",
                        "extra_description"));
        details.ifPresent(more -> own.setAll(kept(more, List.of("phone_number", "email"))));
        return own;
    }

    static Optional<JsonNode> event(JsonNode item, Account account) {
        ObjectNode own = common(item);
        own.set("context", context(item.path("context"), CONTEXT));
        leftOut(own, item.path("context"), CONTEXT);
        return Optional.of(own);
    }

    /** Where somebody else did it, who and from where is theirs. */
    static Optional<JsonNode> eventOfOthers(JsonNode item, Account account) {
        if (Listing.isActor(item, account)) {
            return Optional.empty(); // among what the member did
        }
        List<String> context = List.of("model");
        ObjectNode own = common(item).remove(List.of("client_ip"));
        own.set("context", context(item.path("context"), context));
        leftOut(own, item.path("context"), context);
        return Optional.of(own);
    }

    /** Who tried is not known; from where is what the member needs to judge it. */
    static Optional<JsonNode> failedSignIn(JsonNode item, Account account) {
        return event(item, account);
    }

    private static ObjectNode common(JsonNode item) {
        return kept(item, EVENT);
    }

    private static ObjectNode context(JsonNode context, List<String> fields) {
        ObjectNode own = kept(context, fields);
        if (fields.contains("auth_method") && context.path("http_request").isObject()) {
            own.set("http_request", kept(context.path("http_request"), REQUEST));
        }
        return withoutSecrets(own);
    }

    private static void leftOut(ObjectNode own, JsonNode context, List<String> fields) {
        List<String> names = new ArrayList<>(context.propertyNames());
        names.removeAll(fields);
        names.remove("http_request");
        if (!names.isEmpty()) {
            ArrayNode listed = own.putArray("left_out");
            names.stream().sorted().forEach(listed::add);
        }
    }

    private static ArrayNode names(JsonNode list) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        list.valueStream().map(each -> each.path("name").asString("")).sorted().forEach(names::add);
        return names;
    }

    private static ObjectNode kept(JsonNode item, List<String> fields) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        for (String field : fields) {
            if (item.has(field)) {
                own.set(field, item.get(field));
            }
        }
        return own;
    }

    /** A second guard within what stays in. */
    private static ObjectNode withoutSecrets(ObjectNode object) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> {
            if (!SECRET.matcher(field.getKey()).matches()) {
                own.set(
                        field.getKey(),
                        field.getValue() instanceof ObjectNode inner ? withoutSecrets(inner) : field.getValue());
            }
        });
        return own;
    }
}
