package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.Federation.Measure;
import cloud.maidan.portal.services.Federation.Way;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.matrix.MatrixRooms.Shared;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The servers that a room shuts out, which every server that takes part is to honour (Matrix 1.19, m.room.server_acl). */
class ServerAcls {

    static final String TYPE = "m.room.server_acl";
    /** An event holds 64 KiB at most, and what moderators of the room denied stays beside ours. */
    private static final int MOST = 1000;

    private final MatrixClient matrix;
    private final MatrixChanges changes;

    ServerAcls(MatrixClient matrix, MatrixChanges changes) {
        this.matrix = matrix;
        this.changes = changes;
    }

    /** Empty when rooms need not know of the policy. */
    static Optional<Measure> meaning(FederationPolicy policy) {
        if (denied(policy).isEmpty() && policy.lifted().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Measure(
                TYPE,
                Text.of(
                        denied(policy).isEmpty() ? "matrix.federation.rooms.lifted" : "matrix.federation.rooms",
                        policy.lifted().size()),
                fits(policy) ? new Way.Live() : new Way.Cannot(Text.of("matrix.federation.rooms.too-many", MOST))));
    }

    private static boolean fits(FederationPolicy policy) {
        return denied(policy).size() <= MOST;
    }

    private static List<String> denied(FederationPolicy policy) {
        return policy.stance() == Stance.OPEN ? policy.servers() : List.of();
    }

    Applied enforce(FederationPolicy policy, Turn turn) {
        MatrixRooms all = new MatrixRooms(matrix);
        List<Shared> differing = new ArrayList<>();
        all.shared(room -> {
            if (differs(room, policy, all.us())) {
                differing.add(room);
            }
        });
        int set = 0;
        for (Shared room : differing) {
            turn.stillMine();
            set += set(room.room(), policy, all.us()) ? 1 : 0;
        }
        if (differing.isEmpty()) {
            return new Applied.AlreadySo();
        }
        return set == differing.size()
                ? new Applied.Done()
                : new Applied.Refused(Text.of("matrix.federation.rooms.refused", differing.size() - set));
    }

    Optional<Drift> drift(Shared room, FederationPolicy policy, String us) {
        return fits(policy) && differs(room, policy, us)
                ? Optional.of(new Drift(
                        TYPE + " " + room.room(),
                        Drift.Kind.CONFIGURATION,
                        Text.of("matrix.drift.acl", room.room()),
                        true))
                : Optional.empty();
    }

    /** A room that only others govern is not ours to set. */
    private boolean differs(Shared room, FederationPolicy policy, String us) {
        if (!room.federated() || denied(policy).isEmpty() && policy.lifted().isEmpty()) {
            return false;
        }
        Set<String> now = denied(now(room.room()));
        return !wanted(now, policy).equals(now) && new Governed(matrix, room.room(), us).is();
    }

    /** What the room's moderators shut out by themselves stays; what we shut out and need not any more goes. */
    private static Set<String> wanted(Set<String> now, FederationPolicy policy) {
        Set<String> wanted = new LinkedHashSet<>(now);
        policy.lifted().forEach(wanted::remove);
        wanted.addAll(denied(policy));
        return wanted;
    }

    private boolean set(String room, FederationPolicy policy, String own) {
        if (!changes.enter(room)) {
            return false;
        }
        try {
            ObjectNode content = now(room);
            Set<String> before = denied(content);
            ArrayNode denied = content.putArray("deny");
            wanted(before, policy).forEach(denied::add);
            return changes.setInRoom(room, TYPE, content);
        } finally {
            changes.leave(room, own);
        }
    }

    /** A list without {@code allow} would shut out everybody, ourselves too. */
    private ObjectNode now(String room) {
        List<JsonNode> events = matrix.inForce(room, TYPE);
        ObjectNode content =
                events.isEmpty() || !events.getFirst().path("content").isObject()
                        ? JsonNodeFactory.instance.objectNode()
                        : ((ObjectNode) events.getFirst().path("content")).deepCopy();
        if (!content.path("allow").isArray()) {
            content.putArray("allow").add("*");
        }
        if (!content.path("deny").isArray()) {
            content.putArray("deny");
        }
        return content;
    }

    private static Set<String> denied(ObjectNode acl) {
        return acl.path("deny")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
