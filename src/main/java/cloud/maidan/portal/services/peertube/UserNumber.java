package cloud.maidan.portal.services.peertube;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which user is meant: PeerTube's number and the second when the user was made, such as {@code 42-1767236400}. A PeerTube
 * that was set up anew, or restored from a backup, gives numbers out again, so a number alone may mean somebody else.
 *
 * @param made null in an id of the number alone
 */
record UserNumber(String number, @Nullable Instant made) {

    private static final Pattern ID = Pattern.compile("(\\d{1,18})(?:-(\\d{1,12}))?");

    /** @throws IllegalArgumentException when it is no id of a user */
    static UserNumber of(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an id of a user of PeerTube");
        }
        String second = parts.group(2);
        return new UserNumber(parts.group(1), second == null ? null : Instant.ofEpochSecond(Long.parseLong(second)));
    }

    static UserNumber of(JsonNode user) {
        Instant made = PeerTubeView.time(user.path("createdAt"));
        return user.path("id").isIntegralNumber() && made != null
                ? new UserNumber(user.path("id").asString(), Instant.ofEpochSecond(made.getEpochSecond()))
                : PeerTubeClient.misread();
    }

    boolean is(JsonNode user) {
        return made == null || equals(of(user));
    }

    String id() {
        return made == null ? number : number + "-" + made.getEpochSecond();
    }
}
