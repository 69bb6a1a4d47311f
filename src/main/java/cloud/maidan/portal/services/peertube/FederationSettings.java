package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * PeerTube's switches about other servers ({@code config/custom}). They are written as a whole, so the whole is read
 * before; one that the environment sets is taken and has no effect, so it is read again.
 */
class FederationSettings {

    private static final String FOLLOWERS = "followers.instance.enabled";
    private static final String APPROVAL = "followers.instance.manualApproval";
    private static final String CHANNELS = "followers.channels.enabled";
    private static final String BACK = "followings.instance.autoFollowBack.enabled";
    private static final String INDEX = "followings.instance.autoFollowIndex.enabled";
    private static final String COMMENTS = "videoComments.acceptRemoteComments";
    private static final String MEMBERS_FETCH = "search.remoteUri.users";
    private static final String GUESTS_FETCH = "search.remoteUri.anonymous";

    private static final Map<Stance, Map<String, Boolean>> WANTED = Map.of(
            Stance.OPEN, Map.of(FOLLOWERS, true, CHANNELS, true, COMMENTS, true),
            Stance.ALLOW_LIST,
                    Map.of(
                            FOLLOWERS,
                            true,
                            APPROVAL,
                            true,
                            CHANNELS,
                            false,
                            BACK,
                            false,
                            INDEX,
                            false,
                            MEMBERS_FETCH,
                            false,
                            GUESTS_FETCH,
                            false),
            Stance.CLOSED,
                    Map.of(
                            FOLLOWERS,
                            false,
                            CHANNELS,
                            false,
                            BACK,
                            false,
                            INDEX,
                            false,
                            COMMENTS,
                            false,
                            MEMBERS_FETCH,
                            false,
                            GUESTS_FETCH,
                            false));

    private final PeerTubeClient peertube;

    FederationSettings(PeerTubeClient peertube) {
        this.peertube = peertube;
    }

    /** Keys of switches that are not as wanted; one that this version does not have is not. */
    List<String> differing(Stance stance) {
        JsonNode now = now();
        return wanted(stance).entrySet().stream()
                .filter(switched -> {
                    JsonNode value = now.at(pointer(switched.getKey()));
                    return value.isBoolean() && value.asBoolean() != switched.getValue();
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    Applied set(Stance stance, Turn turn) {
        return Applied.set(() -> overridden(differing(stance)), turn, () -> {
            change(stance);
            return Optional.empty();
        });
    }

    private static Optional<Text> overridden(List<String> keys) {
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(Text.of("peertube.federation.overridden", String.join(", ", keys)));
    }

    private void change(Stance stance) {
        ObjectNode whole = now();
        Map<String, Boolean> wanted = wanted(stance);
        for (String key : differing(stance)) {
            String pointer = pointer(key);
            int last = pointer.lastIndexOf('/');
            ((ObjectNode) whole.at(pointer.substring(0, last)))
                    .put(pointer.substring(last + 1), Boolean.TRUE.equals(wanted.get(key)));
        }
        peertube.ask(line -> line.put("/api/v1/config/custom").sending(whole)).orFault();
    }

    private ObjectNode now() {
        return ((ObjectNode) peertube.object(line -> line.get("/api/v1/config/custom"))).deepCopy();
    }

    private static Map<String, Boolean> wanted(Stance stance) {
        return new TreeMap<>(WANTED.getOrDefault(stance, Map.of()));
    }

    private static String pointer(String key) {
        return "/" + key.replace('.', '/');
    }
}
