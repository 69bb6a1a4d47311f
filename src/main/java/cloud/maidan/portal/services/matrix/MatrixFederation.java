package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.Federation.Measure;
import cloud.maidan.portal.services.Federation.Taken;
import cloud.maidan.portal.services.Federation.Way;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.matrix.MatrixRooms.Shared;
import cloud.maidan.portal.services.matrix.MatrixRooms.Whitelist;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whom our Synapse talks to: a whitelist that only its file sets, and lists that single rooms keep (server ACL). A list
 * of denied servers for the whole server does not exist.
 */
class MatrixFederation {

    private static final String FILE = "homeserver.yaml";
    private static final String WHITELIST = "federation_domain_whitelist";
    private static final String ENDPOINT = "federation_whitelist_endpoint_enabled";

    private static final Measure READABLE =
            new Measure(ENDPOINT, Text.of("matrix.federation.readable"), new Way.ByHand(FILE, ENDPOINT, "true"));

    private final MatrixClient matrix;
    private final ServerAcls acls;

    MatrixFederation(MatrixClient matrix, MatrixChanges changes) {
        this.matrix = matrix;
        this.acls = new ServerAcls(matrix, changes);
    }

    Text reach() {
        Optional<Whitelist> list = MatrixRooms.whitelist(matrix);
        if (list.isEmpty()) {
            return Text.of("matrix.federation.reach.unknown");
        }
        return list.get().enabled()
                ? Text.of("matrix.federation.reach.listed", list.get().servers().size())
                : Text.of("matrix.federation.reach.open");
    }

    static List<Measure> meaning(FederationPolicy policy) {
        List<Measure> measures = new ArrayList<>();
        measures.add(READABLE);
        measures.add(whitelist(policy));
        if (policy.stance() == Stance.ALLOW_LIST && !policy.patterns().isEmpty()) {
            measures.add(new Measure(
                    "patterns",
                    Text.of("matrix.federation.patterns", policy.patterns().size()),
                    new Way.Cannot(Text.of("matrix.federation.patterns.why"))));
        }
        if (policy.stance() == Stance.OPEN && !policy.servers().isEmpty()) {
            measures.add(new Measure(
                    "deny",
                    Text.of("matrix.federation.deny", policy.servers().size()),
                    new Way.Cannot(Text.of("matrix.federation.deny.why"))));
        }
        ServerAcls.meaning(policy).ifPresent(measures::add);
        return measures;
    }

    private static Measure whitelist(FederationPolicy policy) {
        String value = policy.single().stream()
                .map(server -> "\"" + server + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
        return switch (policy.stance()) {
            case OPEN -> new Measure(WHITELIST, Text.of("matrix.federation.open"), new Way.ByHand(FILE, WHITELIST, ""));
            case CLOSED ->
                new Measure(WHITELIST, Text.of("matrix.federation.closed"), new Way.ByHand(FILE, WHITELIST, "[]"));
            case ALLOW_LIST ->
                new Measure(
                        WHITELIST,
                        Text.of("matrix.federation.listed", policy.single().size()),
                        new Way.ByHand(FILE, WHITELIST, value));
        };
    }

    List<Taken> enforce(FederationPolicy policy, Turn turn) {
        Optional<Whitelist> now = MatrixRooms.whitelist(matrix);
        List<Taken> taken = new ArrayList<>();
        for (Measure measure : meaning(policy)) {
            taken.add(new Taken(
                    measure,
                    switch (measure.way()) {
                        case Way.Live() -> acls.enforce(policy, turn);
                        case Way.Cannot(Text why) -> new Applied.Refused(why);
                        case Way.ByHand(String file, String key, String value) ->
                            so(measure, policy, now) ? new Applied.AlreadySo() : new Applied.ByHand(file, key, value);
                    }));
        }
        return taken;
    }

    private static boolean so(Measure measure, FederationPolicy policy, Optional<Whitelist> now) {
        return measure.id().equals(ENDPOINT)
                ? now.isPresent()
                : now.filter(list -> list.equals(wanted(policy))).isPresent();
    }

    private static Whitelist wanted(FederationPolicy policy) {
        return policy.stance() == Stance.OPEN
                ? new Whitelist(false, Set.of())
                : new Whitelist(true, Set.copyOf(policy.single()));
    }

    List<Drift> drift(FederationPolicy policy) {
        List<Drift> found = new ArrayList<>(MatrixRooms.whitelist(matrix)
                .map(list -> configuration(list, policy))
                .orElseGet(() -> List.of(
                        new Drift(ENDPOINT, Drift.Kind.CONFIGURATION, Text.of("matrix.drift.unreadable"), false))));
        MatrixRooms rooms = new MatrixRooms(matrix);
        rooms.shared(room -> {
            stored(room, policy).ifPresent(found::add);
            acls.drift(room, policy, rooms.us()).ifPresent(found::add);
        });
        return found;
    }

    private static List<Drift> configuration(Whitelist now, FederationPolicy policy) {
        Whitelist wanted = wanted(policy);
        if (now.enabled() != wanted.enabled()) {
            return List.of(new Drift(
                    WHITELIST,
                    Drift.Kind.CONFIGURATION,
                    now.enabled()
                            ? Text.of("matrix.drift.whitelisted", now.servers().size())
                            : Text.of("matrix.drift.no-whitelist"),
                    false));
        }
        List<Drift> differences = new ArrayList<>();
        new TreeSet<>(now.servers())
                .stream()
                        .filter(server -> !wanted.servers().contains(server))
                        .forEach(server -> differences.add(new Drift(
                                "+" + server,
                                Drift.Kind.CONFIGURATION,
                                Text.of("matrix.drift.too-many", server),
                                false)));
        new TreeSet<>(wanted.servers())
                .stream()
                        .filter(server -> !now.servers().contains(server))
                        .forEach(server -> differences.add(new Drift(
                                "-" + server,
                                Drift.Kind.CONFIGURATION,
                                Text.of("matrix.drift.too-few", server),
                                false)));
        return differences;
    }

    private static Optional<Drift> stored(Shared room, FederationPolicy policy) {
        List<String> others =
                room.servers().stream().filter(server -> !policy.admits(server)).toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(new Drift(
                        room.room(),
                        Drift.Kind.STORED,
                        Text.of("matrix.drift.room", room.room(), others.getFirst(), others.size() - 1),
                        false));
    }
}
