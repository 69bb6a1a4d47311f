package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.subject.Member;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A user of Authentik. @param json the whole answer */
record Account(JsonNode json) {

    static final String UUID_FORM = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    Account {
        if (!json.path("pk").isNumber()
                || !json.path("uuid").asString("").matches(UUID_FORM)
                || !json.path("username").isString()) {
            AuthentikClient.misread();
        }
    }

    /** The key in every address. */
    long pk() {
        return json.path("pk").asLong();
    }

    /** What Authentik gives as {@code sub} in its mode {@code user_uuid}. */
    UUID uuid() {
        return UUID.fromString(json.path("uuid").asString());
    }

    /** May change, and may then be given to somebody else: what is found by it is checked by {@link #pk}. */
    String username() {
        return json.path("username").asString();
    }

    boolean active() {
        return json.path("is_active").asBoolean(true);
    }

    boolean superuser() {
        return json.path("is_superuser").asBoolean(false);
    }

    @Nullable
    Instant joined() {
        return AuthentikClient.time(json, "date_joined");
    }

    @Nullable
    Instant changed() {
        return AuthentikClient.time(json, "last_updated");
    }

    /** @throws ServiceFault when the provider gives subjects of another mode than {@code user_uuid} */
    static UUID uuidOf(Member member) {
        if (!member.subject().matches(UUID_FORM)) {
            throw new ServiceFault(
                    Fault.REFUSED, null, "authentik: subjects are no UUIDs; set sub_mode to user_uuid", null);
        }
        return UUID.fromString(member.subject());
    }
}
