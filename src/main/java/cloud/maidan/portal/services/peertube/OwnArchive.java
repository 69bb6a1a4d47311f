package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.http.Body;
import cloud.maidan.portal.subject.Text;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The archive that PeerTube makes of one account: there is one at a time, it takes PeerTube a while, and it holds what
 * nobody but the account itself may ask for. A young one is used again; an old one gives way to a new one.
 */
class OwnArchive {

    private static final int PENDING = 1;
    private static final int PROCESSING = 2;
    private static final int COMPLETED = 3;
    private static final int ERRORED = 4;
    private static final int MOST_FAILURES = 2;

    private final PeerTubeClient peertube;
    private final PeerTubeProperties properties;
    private final Clock clock;
    private final String user;
    private @Nullable State known;

    OwnArchive(PeerTubeClient peertube, PeerTubeProperties properties, Clock clock, String user) {
        this.peertube = peertube;
        this.properties = properties;
        this.clock = clock;
        this.user = user;
    }

    sealed interface State {}

    /** @param id PeerTube's number @param address holds a token that lives for a quarter of an hour */
    record Ready(
            String id, URI address, long size, @Nullable Instant made) implements State {

        @Override
        public String toString() {
            return "archive " + id; // the address opens it
        }
    }

    record Preparing(Text why) implements State {}

    record Never(Text why) implements State {}

    /** Asks for an archive unless there is one, so that it is made meanwhile. */
    void prepare() {
        known = state();
    }

    /** As it was at the beginning of this run when it was ready then; its address may be too old by now. */
    State prepared() {
        State before = known;
        return before instanceof Ready ? before : state();
    }

    private State state() {
        Optional<List<JsonNode>> known = peertube.archives(user);
        if (known.isEmpty()) {
            return new Never(Text.of("peertube.missing.archives-off"));
        }
        Optional<JsonNode> current = known.get().stream()
                .filter(archive -> progress(archive) != ERRORED)
                .max(Comparator.comparingLong(archive -> archive.path("id").asLong(0)));
        return current.map(this::state).orElseGet(() -> asked(failures(known.get())));
    }

    private State state(JsonNode archive) {
        return switch (progress(archive)) {
            case PENDING, PROCESSING -> younger(archive, properties.archiveWithin()) ? preparing() : stuck();
            case COMPLETED -> usable(archive).<State>map(ready -> ready).orElseGet(() -> replaced(archive));
            default -> PeerTubeClient.misread();
        };
    }

    private static int progress(JsonNode archive) {
        return archive.path("state").path("id").asInt(0);
    }

    private Optional<Ready> usable(JsonNode archive) {
        long size = archive.path("size").asLong(0);
        String address = archive.path("privateDownloadUrl").asString("");
        Instant ends = PeerTubeView.time(archive.path("expiresOn"));
        boolean kept = ends == null || clock.instant().isBefore(ends);
        return younger(archive, properties.archiveAge())
                        && kept
                        && !address.isEmpty()
                        && size <= properties.largestArchive().toBytes()
                ? Optional.of(new Ready(
                        archive.path("id").asString(),
                        URI.create(address),
                        size,
                        PeerTubeView.time(archive.path("createdAt"))))
                : Optional.empty();
    }

    private State replaced(JsonNode old) {
        return peertube.removeArchive(user, old.path("id").asString()) ? asked(0) : preparing();
    }

    /** PeerTube refuses while there is another: somebody asked at the same moment, so we wait for that one. */
    private State asked(long failures) {
        if (failures >= MOST_FAILURES) {
            return new Never(Text.of("peertube.missing.archive-failed"));
        }
        peertube.askForArchive(user);
        return preparing();
    }

    private long failures(List<JsonNode> archives) {
        return archives.stream()
                .filter(archive -> younger(archive, properties.archiveAge()))
                .count();
    }

    private boolean younger(JsonNode archive, Duration age) {
        Instant made = PeerTubeView.time(archive.path("createdAt"));
        return made != null && made.plus(age).isAfter(clock.instant());
    }

    private static State preparing() {
        return new Preparing(Text.of("peertube.preparing"));
    }

    private static State stuck() {
        return new Never(Text.of("peertube.missing.archive-stuck"));
    }

    /**
     * Hands over the archive from a byte on. When its address is no longer good, a fresh one is asked for, once.
     *
     * @return what is the case when it could not be had; empty when it was
     */
    Optional<State> read(Ready ready, long from, Consumer<Body> taker) {
        if (peertube.downloads().archive(ready.address(), from, taker)) {
            return Optional.empty();
        }
        State now = state();
        if (!(now instanceof Ready fresh) || !fresh.id().equals(ready.id())) {
            return Optional.of(now instanceof Ready ? preparing() : now);
        }
        return peertube.downloads().archive(fresh.address(), from, taker)
                ? Optional.empty()
                : Optional.of(new Never(Text.of("peertube.missing.archive-gone")));
    }
}
