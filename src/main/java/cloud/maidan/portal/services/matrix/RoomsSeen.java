package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.matrix.MatrixClient.Room;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rooms of an account, of which as many were looked at as a page has time for.
 *
 * @param memberships room ids with {@code join leave invite ban knock}
 * @param sealed rooms with end-to-end encryption among those looked at
 * @param shared rooms with people of other servers among those looked at
 * @param unseen rooms that were not looked at, or that the server no longer describes
 */
record RoomsSeen(Map<String, String> memberships, long sealed, long shared, long unseen) {

    private static final int MOST = 40;
    private static final Duration TIME = Duration.ofMillis(600);

    static RoomsSeen of(MatrixClient matrix, String user) {
        Map<String, String> memberships = matrix.memberships(user);
        long end = System.nanoTime() + TIME.toNanos();
        List<Room> seen = memberships.keySet().stream()
                .sorted()
                .limit(MOST)
                .takeWhile(room -> System.nanoTime() < end)
                .map(matrix::room)
                .flatMap(Optional::stream)
                .toList();
        return new RoomsSeen(
                memberships,
                seen.stream().filter(Room::sealed).count(),
                seen.stream().filter(Room::shared).count(),
                memberships.size() - seen.size());
    }

    boolean complete() {
        return unseen == 0;
    }
}
