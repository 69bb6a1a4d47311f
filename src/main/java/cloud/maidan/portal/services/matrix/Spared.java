package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.Holds.Hold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What legal claims keep of an account: messages by the ids of their events, files by those of their media. */
class Spared {

    static final String MESSAGE = "message";
    static final String FILE = "file";

    private static final int FILES_AT_ONCE = 500;

    private final MatrixClient matrix;
    private final String user;
    private final Supplier<List<Hold>> held;
    private final Supplier<List<Hold>> freed;

    private Spared(MatrixClient matrix, String user, Supplier<List<Hold>> held, Supplier<List<Hold>> freed) {
        this.matrix = matrix;
        this.user = user;
        this.held = held;
        this.freed = freed;
    }

    /** As it is whenever one asks. */
    static Spared of(MatrixClient matrix, String user, Turn turn) {
        return new Spared(matrix, user, turn::held, turn::freed);
    }

    static Spared of(MatrixClient matrix, String user, List<Hold> held) {
        return new Spared(matrix, user, () -> held, List::of);
    }

    Set<String> messages() {
        return items(MESSAGE);
    }

    Set<String> files() {
        return items(FILE);
    }

    private Set<String> items(String kind) {
        return held.get().stream()
                .filter(hold -> hold.kind().equals(kind))
                .map(Hold::item)
                .collect(Collectors.toSet());
    }

    /** Whether the account went before, and only what was held then is left. */
    boolean rest() {
        return !freed.get().isEmpty();
    }

    /** Rooms of what may go now: a closed account is not known to have been in them. */
    Set<String> rooms() {
        return freed.get().stream()
                .filter(hold -> hold.kind().equals(MESSAGE))
                .flatMap(hold -> matrix.roomOf(hold.item()).stream())
                .collect(Collectors.toSet());
    }

    /** How many of the account's files may go, as far as there are that many. */
    long files(long all) {
        return files().isEmpty()
                ? all
                : all - uploads().stream().filter(files()::contains).count();
    }

    /** Ids of the account's files. */
    List<String> uploads() {
        List<String> ids = new ArrayList<>();
        Long next = 0L;
        while (next != null) {
            MatrixClient.Uploads page = matrix.uploads(user, next, FILES_AT_ONCE, false);
            for (JsonNode file : page.media()) {
                ids.add(file.path("media_id").asString(""));
            }
            next = page.next();
        }
        return ids;
    }

    /** Those that are there. */
    List<Hold> kept() {
        return held.get().stream().filter(this::there).toList();
    }

    private boolean there(Hold hold) {
        if (hold.kind().equals(FILE)) {
            return uploads().contains(hold.item());
        }
        Optional<String> room = matrix.roomOf(hold.item());
        boolean[] found = {false};
        room.ifPresent(known -> new Writings(matrix, user, known)
                .each(entry -> found[0] |= entry.event().equals(hold.item())));
        return found[0];
    }
}
