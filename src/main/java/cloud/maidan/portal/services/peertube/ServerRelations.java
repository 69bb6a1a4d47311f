package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.peertube.PeerTubeClient.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import tools.jackson.databind.JsonNode;

/** What our PeerTube (8.2) has to do with other servers: whom it follows, who follows it, whom it blocks, what it stores. */
class ServerRelations {

    private static final int MOST_PAGES = 200;
    /** Videos that are blocked, or of a blocked server, are stored all the same. */
    private static final int HIDDEN_TOO = 2 | 4;

    private final PeerTubeClient peertube;

    ServerRelations(PeerTubeClient peertube) {
        this.peertube = peertube;
    }

    /** @param handle what PeerTube takes to end it: {@code name@host}, or the host alone for a whole server we follow */
    record Follow(String host, String handle) {}

    /** Whether the server takes part in federation at all; only its file says so. */
    boolean federating() {
        return peertube.config().path("federation").path("enabled").asBoolean(true);
    }

    List<Follow> following() {
        return all(start -> peertube.page(start, PeerTubeClient.PAGE, line -> line.get("/api/v1/server/following")))
                .stream()
                .map(follow -> {
                    JsonNode actor = follow.path("following");
                    String host = host(actor);
                    String name = actor.path("name").asString("");
                    return new Follow(host, name.equals("peertube") ? host : name + "@" + host);
                })
                .toList();
    }

    List<Follow> followers() {
        return all(start -> peertube.page(start, PeerTubeClient.PAGE, line -> line.get("/api/v1/server/followers")))
                .stream()
                .map(follow -> {
                    JsonNode actor = follow.path("follower");
                    return new Follow(host(actor), actor.path("name").asString("") + "@" + host(actor));
                })
                .toList();
    }

    TreeSet<String> blocked() {
        TreeSet<String> hosts = new TreeSet<>();
        all(start -> peertube.page(start, PeerTubeClient.PAGE, line -> line.get("/api/v1/server/blocklist/servers")))
                .forEach(block -> hosts.add(host(block.path("blockedServer"))));
        return hosts;
    }

    /** How many videos of each other server are stored. */
    Map<String, Long> stored() {
        Map<String, Long> videos = new TreeMap<>();
        all(start -> peertube.page(
                        start,
                        PeerTubeClient.PAGE,
                        line -> line.get("/api/v1/videos")
                                .with("isLocal", false)
                                .with("nsfw", "both")
                                .with("include", HIDDEN_TOO)
                                .with("sort", "createdAt")))
                .forEach(video -> videos.merge(host(video.path("account")), 1L, Long::sum));
        return videos;
    }

    void unfollow(Follow follow) {
        PeerTubeClient.gone(peertube.ask(line -> line.delete("/api/v1/server/following/{handle}", follow.handle())));
    }

    void sendAway(Follow follower) {
        PeerTubeClient.gone(peertube.ask(line -> line.delete("/api/v1/server/followers/{handle}", follower.handle())));
    }

    /** One that is blocked already is no fault. */
    void block(String host) {
        PeerTubeClient.Asked asked = peertube.ask(
                line -> line.post("/api/v1/server/blocklist/servers").sending(Map.of("host", host)));
        if (asked.answer().status() != 409) {
            asked.orFault();
        }
    }

    /** One that is not blocked is no fault. */
    void unblock(String host) {
        PeerTubeClient.gone(peertube.ask(line -> line.delete("/api/v1/server/blocklist/servers/{host}", host)));
    }

    private static String host(JsonNode actor) {
        return actor.path("host").stringValueOpt().orElseGet(PeerTubeClient::misread);
    }

    private static List<JsonNode> all(LongFunction<Page> pages) {
        List<JsonNode> all = new ArrayList<>();
        for (int asked = 0; asked < MOST_PAGES; asked++) {
            Page page = pages.apply(all.size());
            all.addAll(page.data());
            if (page.data().isEmpty() || all.size() >= page.total()) {
                return all;
            }
        }
        throw new ServiceFault(Fault.TOO_LARGE, null, "peertube: pages without end", null);
    }
}
