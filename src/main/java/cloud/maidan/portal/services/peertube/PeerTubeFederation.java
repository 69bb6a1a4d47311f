package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.Federation.Measure;
import cloud.maidan.portal.services.Federation.Taken;
import cloud.maidan.portal.services.Federation.Way;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.peertube.ServerRelations.Follow;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whom our PeerTube exchanges videos with. What is stored of a server stays when it is unfollowed or blocked. */
class PeerTubeFederation {

    private static final String FILE = "config/production.yaml";
    private static final String SWITCH = "federation.enabled";
    private static final String SETTINGS = "settings";
    private static final String FOLLOWS = "follows";
    private static final String LIFTED = "lifted";

    private final ServerRelations servers;
    private final FederationSettings settings;

    PeerTubeFederation(PeerTubeClient peertube) {
        this.servers = new ServerRelations(peertube);
        this.settings = new FederationSettings(peertube);
    }

    Text reach() {
        if (!servers.federating()) {
            return Text.of("peertube.federation.reach.closed");
        }
        return Text.of(
                "peertube.federation.reach.open",
                servers.following().size(),
                servers.followers().size());
    }

    static List<Measure> meaning(FederationPolicy policy) {
        boolean closed = policy.stance() == Stance.CLOSED;
        List<Measure> measures = new ArrayList<>();
        measures.add(new Measure(
                SWITCH,
                Text.of(closed ? "peertube.federation.off" : "peertube.federation.on"),
                new Way.ByHand(FILE, SWITCH, closed ? "false" : "true")));
        measures.add(new Measure(
                SETTINGS,
                Text.of("peertube.federation.settings."
                        + switch (policy.stance()) {
                            case OPEN -> "open";
                            case ALLOW_LIST -> "listed";
                            case CLOSED -> "closed";
                        }),
                new Way.Live()));
        measures.add(new Measure(FOLLOWS, Text.of("peertube.federation.follows"), new Way.Live()));
        if (policy.stance() == Stance.ALLOW_LIST) {
            measures.add(cannot("list", Text.of("peertube.federation.list"), "peertube.federation.list.why"));
        }
        if (policy.stance() == Stance.OPEN && !policy.single().isEmpty()) {
            measures.add(new Measure(
                    "blocks",
                    Text.of("peertube.federation.blocks", policy.single().size()),
                    new Way.Live()));
        }
        if (!lifted(policy).isEmpty()) {
            measures.add(new Measure(
                    LIFTED, Text.of("peertube.federation.lifted", lifted(policy).size()), new Way.Live()));
        }
        if (policy.stance() == Stance.OPEN && !policy.patterns().isEmpty()) {
            measures.add(cannot(
                    "patterns",
                    Text.of("peertube.federation.patterns", policy.patterns().size()),
                    "peertube.federation.patterns.why"));
        }
        return measures;
    }

    private static Measure cannot(String id, Text what, String why) {
        return new Measure(id, what, new Way.Cannot(Text.of(why)));
    }

    List<Taken> enforce(FederationPolicy policy, Turn turn) {
        List<Taken> taken = new ArrayList<>();
        for (Measure measure : meaning(policy)) {
            Applied applied = switch (measure.way()) {
                case Way.Cannot(Text why) -> new Applied.Refused(why);
                case Way.ByHand(String file, String key, String value) ->
                    servers.federating() == Boolean.parseBoolean(value)
                            ? new Applied.AlreadySo()
                            : new Applied.ByHand(file, key, value);
                case Way.Live() ->
                    switch (measure.id()) {
                        case SETTINGS -> settings.set(policy.stance(), turn);
                        case FOLLOWS -> part(policy, turn);
                        case LIFTED -> each(stillBlocked(policy), servers::unblock, turn);
                        default -> each(unblocked(policy), servers::block, turn);
                    };
            };
            taken.add(new Taken(measure, applied));
        }
        return taken;
    }

    private Applied part(FederationPolicy policy, Turn turn) {
        List<Follow> followed = others(servers.following(), policy);
        List<Follow> following = others(servers.followers(), policy);
        each(followed, servers::unfollow, turn);
        each(following, servers::sendAway, turn);
        return followed.isEmpty() && following.isEmpty() ? new Applied.AlreadySo() : new Applied.Done();
    }

    private static <T> Applied each(Iterable<T> all, Consumer<T> change, Turn turn) {
        Applied applied = new Applied.AlreadySo();
        for (T one : all) {
            turn.stillMine();
            change.accept(one);
            applied = new Applied.Done();
        }
        return applied;
    }

    private Set<String> unblocked(FederationPolicy policy) {
        Set<String> missing = new TreeSet<>(policy.stance() == Stance.OPEN ? policy.single() : List.of());
        missing.removeAll(servers.blocked());
        return missing;
    }

    private static List<String> lifted(FederationPolicy policy) {
        return policy.lifted().stream().filter(name -> !name.startsWith("*.")).toList();
    }

    /** What moderators blocked by themselves stays blocked. */
    private Set<String> stillBlocked(FederationPolicy policy) {
        Set<String> blocked = new TreeSet<>(lifted(policy));
        if (!blocked.isEmpty()) {
            blocked.retainAll(servers.blocked());
        }
        return blocked;
    }

    private static List<Follow> others(List<Follow> follows, FederationPolicy policy) {
        return follows.stream().filter(follow -> !policy.admits(follow.host())).toList();
    }

    List<Drift> drift(FederationPolicy policy) {
        List<Drift> found = new ArrayList<>();
        boolean closed = policy.stance() == Stance.CLOSED;
        if (servers.federating() == closed) {
            found.add(new Drift(
                    SWITCH,
                    Drift.Kind.CONFIGURATION,
                    Text.of(closed ? "peertube.drift.on" : "peertube.drift.off"),
                    false));
        }
        settings.differing(policy.stance())
                .forEach(key -> found.add(
                        new Drift(key, Drift.Kind.CONFIGURATION, Text.of("peertube.drift.setting", key), true)));
        unblocked(policy)
                .forEach(host -> found.add(new Drift(
                        "-" + host, Drift.Kind.CONFIGURATION, Text.of("peertube.drift.unblocked", host), true)));
        stillBlocked(policy)
                .forEach(host -> found.add(new Drift(
                        "+" + host, Drift.Kind.CONFIGURATION, Text.of("peertube.drift.blocked", host), true)));
        follows(found, "following ", "peertube.drift.following", others(servers.following(), policy));
        follows(found, "follower ", "peertube.drift.follower", others(servers.followers(), policy));
        servers.stored().forEach((host, videos) -> {
            if (!policy.admits(host)) {
                found.add(new Drift(
                        "videos " + host, Drift.Kind.STORED, Text.of("peertube.drift.videos", host, videos), false));
            }
        });
        return found;
    }

    /** By server: who of it follows is not ours to list. */
    private static void follows(List<Drift> found, String item, String key, List<Follow> follows) {
        Stream<String> hosts = follows.stream().map(Follow::host).distinct().sorted();
        found.addAll(hosts.map(host -> new Drift(item + host, Drift.Kind.STORED, Text.of(key, host), true))
                .collect(Collectors.toList()));
    }
}
