package cloud.maidan.portal.services.nextcloud;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the share list says, without what would open a share. */
final class Shares {

    private static final int LINK = 3;
    private static final Set<Integer> ELSEWHERE = Set.of(6, 9);
    /** Whoever knows a link's token or address opens what is shared. */
    private static final Set<String> SECRETS =
            Set.of("token", "url", "password", "send_password_by_talk", "share_token");

    private Shares() {}

    static boolean byLink(JsonNode share) {
        return share.path("share_type").asInt(-1) == LINK;
    }

    static boolean toAnotherServer(JsonNode share) {
        return ELSEWHERE.contains(share.path("share_type").asInt(-1));
    }

    static @Nullable Instant made(JsonNode share) {
        long seconds = share.path("stime").asLong(0);
        return seconds > 0 ? Instant.ofEpochSecond(seconds) : null;
    }

    static JsonNode withoutSecrets(JsonNode share) {
        return share instanceof ObjectNode object ? object.deepCopy().remove(SECRETS) : share;
    }
}
