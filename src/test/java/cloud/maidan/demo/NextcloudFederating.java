package cloud.maidan.demo;

import cloud.maidan.demo.NextcloudStandIn.Asked;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The Nextcloud stand-in's switches for shares with other servers, and the servers it trusts. */
public final class NextcloudFederating {

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> settings = new ConcurrentHashMap<>();
    private final Map<Integer, String> trusted = new ConcurrentSkipListMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean overridden;

    /** Behind our back. @param value {@code yes} or {@code no} */
    public void set(String key, String value) {
        settings.put(key, value);
    }

    /** Empty when it was never set, whatever its default. */
    public String setting(String key) {
        return settings.getOrDefault(key, "");
    }

    public void trust(String url) {
        trusted.put(made.incrementAndGet(), url);
    }

    public void trustNobody() {
        trusted.clear();
    }

    public List<String> trusted() {
        return List.copyOf(trusted.values());
    }

    /** As when {@code gs.federation} of its file decides. */
    public void override() {
        overridden = true;
    }

    /** What it answers, and with which status of OCS; status 998 for what it does not know. */
    record Reply(int status, Object data) {}

    Reply config(Asked asked, List<String> path) {
        if (path.size() != 8 || !path.subList(3, 7).equals(List.of("v1", "config", "apps", "files_sharing"))) {
            return new Reply(998, List.of());
        }
        String key = path.get(7);
        if (asked.method().equals("GET")) {
            return new Reply(200, Map.of("data", setting(key)));
        }
        if (!overridden) {
            settings.put(key, JSON.readTree(asked.body()).path("value").asString(""));
        }
        return new Reply(200, List.of());
    }

    Reply servers(Asked asked, List<String> path) {
        if (path.size() < 3 || !path.get(2).equals("trusted-servers")) {
            return new Reply(998, List.of());
        }
        if (asked.method().equals("DELETE")) {
            @Nullable String gone = trusted.remove(Integer.parseInt(path.get(3)));
            return gone == null ? new Reply(404, List.of()) : new Reply(200, Map.of("id", path.get(3)));
        }
        return new Reply(
                200,
                trusted.entrySet().stream()
                        .map(server ->
                                MatrixStandIn.object("id", server.getKey(), "status", 1, "url", server.getValue()))
                        .toList());
    }
}
