package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.peertube.PeerTubeClient.Page;
import cloud.maidan.portal.subject.Holds.Hold;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Videos that legal claims keep, by number or by either of their UUIDs. PeerTube deletes an account with all its videos,
 * so the others go one by one and the account stays, shut, to carry those that are held.
 */
class HeldVideos {

    static final String VIDEO = "video";

    private final PeerTubeClient peertube;
    private final Set<String> held;

    HeldVideos(PeerTubeClient peertube, List<Hold> held) {
        this.peertube = peertube;
        this.held = held.stream()
                .filter(hold -> hold.kind().equals(VIDEO))
                .map(Hold::item)
                .collect(Collectors.toSet());
    }

    boolean any() {
        return !held.isEmpty();
    }

    /** How many of the account's videos are held. @param name the account's */
    long of(String name) {
        return held.isEmpty() ? 0 : all(name).stream().filter(this::holds).count();
    }

    /** Removes the account's other videos. */
    void removeOthers(String name, Turn turn) {
        for (JsonNode video : all(name)) {
            if (!holds(video)) {
                turn.stillMine();
                peertube.removeVideo(video.path("id").asString());
            }
        }
    }

    private boolean holds(JsonNode video) {
        return Stream.of("id", "uuid", "shortUUID")
                .map(field -> video.path(field).asString(""))
                .anyMatch(held::contains);
    }

    private List<JsonNode> all(String name) {
        List<JsonNode> all = new ArrayList<>();
        Page page;
        do {
            page = peertube.videos(name, all.size(), PeerTubeClient.PAGE, false);
            all.addAll(page.data());
        } while (!page.data().isEmpty() && all.size() < page.total());
        return all;
    }
}
