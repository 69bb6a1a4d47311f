package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.matrix.MatrixClient.Room;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Whether somebody of our server, other than the account, has power in a room: only then may we delete there. */
class Governed {

    private final MatrixClient matrix;
    private final String room;
    private final String user;
    private Optional<Boolean> known = Optional.empty();

    Governed(MatrixClient matrix, String room, String user) {
        this.matrix = matrix;
        this.room = room;
        this.user = user;
    }

    boolean is() {
        if (known.isEmpty()) {
            known = Optional.of(asked());
        }
        return known.get();
    }

    private boolean asked() {
        Set<String> powerful = new TreeSet<>();
        matrix.room(room).map(Room::creator).ifPresent(powerful::add);
        for (JsonNode powers : matrix.inForce(room, "m.room.power_levels")) {
            powerful.addAll(powers.path("content").path("users").propertyNames());
        }
        String server = user.substring(user.indexOf(':'));
        powerful.removeIf(one -> !one.endsWith(server) || one.equals(user));
        powerful.retainAll(matrix.members(room));
        return !powerful.isEmpty();
    }
}
