package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * An account that is being erased: what it was, and how far PeerTube came. It is written down before anything goes, since
 * afterwards nobody can be asked.
 *
 * @param account PeerTube's number of the account, which is not that of the user; zero when there was none any more
 * @param name the account's name
 * @param counts how many things of each kind there were
 * @param registrations numbers of the requests for the account
 * @param since when PeerTube was last asked for something that takes it a while, or last came on with it; the epoch when
 *     never
 * @param asks how often it was asked for the comments since it last came on
 * @param left comments that were left then; none when it was asked for the deletion of the account
 */
record Leaving(
        long account,
        String name,
        Map<String, Long> counts,
        List<String> registrations,
        Instant since,
        int asks,
        long left) {

    private static final List<String> GO =
            List.of("account", "videos", "channels", "comments", "playlists", "sessions", "archives", "registration");

    Leaving {
        counts = new LinkedHashMap<>(counts);
        registrations = List.copyOf(registrations);
    }

    static Leaving of(String handle) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : handle.split("&")) {
            String[] pair = field.split("=", 2);
            if (pair.length == 2) {
                fields.put(pair[0], pair[1]);
            }
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        Stream.concat(GO.stream(), Stream.of("reports-made", "reports-about"))
                .filter(fields::containsKey)
                .forEach(kind -> counts.put(kind, Long.valueOf(fields.getOrDefault(kind, "0"))));
        return new Leaving(
                Long.parseLong(fields.getOrDefault("number", "0")),
                fields.getOrDefault("name", ""),
                counts,
                Stream.of(fields.getOrDefault("requests", "").split(","))
                        .filter(id -> !id.isEmpty())
                        .toList(),
                Instant.ofEpochSecond(Long.parseLong(fields.getOrDefault("since", "0"))),
                Integer.parseInt(fields.getOrDefault("asks", "0")),
                Long.parseLong(fields.getOrDefault("left", "0")));
    }

    String handle() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("number", Long.toString(account));
        fields.put("name", name);
        counts.forEach((kind, count) -> fields.put(kind, Long.toString(count)));
        fields.put("requests", String.join(",", registrations));
        fields.put("since", Long.toString(since.getEpochSecond()));
        fields.put("asks", Integer.toString(asks));
        fields.put("left", Long.toString(left));
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
    }

    /** Whether it is this account, and not one that has its number now. */
    boolean is(JsonNode user) {
        JsonNode now = user.path("account");
        return now.path("id").asLong(-1) == account
                && now.path("name").asString("").equals(name);
    }

    /** What goes when so many videos have to stay, and the account that carries them. */
    Leaving sparing(long videos) {
        if (videos == 0) {
            return this;
        }
        Map<String, Long> left = new LinkedHashMap<>(counts);
        left.computeIfPresent("videos", (kind, all) -> Math.max(0, all - videos));
        left.keySet().removeAll(List.of("account", "channels", "playlists"));
        return new Leaving(account, name, left, registrations, since, asks, this.left);
    }

    boolean deleting() {
        return left == 0 && since.isAfter(Instant.EPOCH);
    }

    Leaving asked(Instant now, int times, long comments) {
        return new Leaving(account, name, counts, registrations, now, times, comments);
    }

    List<Amount> goes() {
        return GO.stream()
                .filter(kind -> count(kind) > 0)
                .map(kind -> new Amount(Text.of("peertube.erasure." + kind), count(kind)))
                .toList();
    }

    List<Retained> stays() {
        List<Retained> stays = new ArrayList<>();
        if (account > 0) {
            stays.add(stays("name"));
        }
        for (String kind : List.of("reports-made", "reports-about")) {
            if (count(kind) > 0) {
                stays.add(stays(kind, count(kind)));
            }
        }
        if (count("comments") > 0) {
            stays.add(stays("places", count("comments")));
        }
        stays.add(stays("logs"));
        return stays;
    }

    List<BeyondReach> beyondReach() {
        return count("videos") + count("comments") == 0
                ? List.of()
                : List.of(
                        new BeyondReach(Text.of("peertube.erasure.copies"), Text.of("peertube.erasure.copies.where")));
    }

    private long count(String kind) {
        return counts.getOrDefault(kind, 0L);
    }

    private static Retained stays(String what, Object... arguments) {
        String key = "peertube.erasure." + what;
        return new Retained(Text.of(key, arguments), Text.of(key + ".why"), null);
    }
}
