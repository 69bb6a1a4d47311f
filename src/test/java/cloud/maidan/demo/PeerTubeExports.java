package cloud.maidan.demo;

import static cloud.maidan.demo.PeerTubeStandIn.json;
import static cloud.maidan.demo.PeerTubeStandIn.plain;
import static cloud.maidan.demo.PeerTubeStandIn.problem;
import static cloud.maidan.demo.PeerTubeWorld.object;

import cloud.maidan.demo.PeerTubeStandIn.Answer;
import cloud.maidan.demo.PeerTubeWorld.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Archives that people asked for: one at a time each, made while one looks. */
final class PeerTubeExports {

    private static final int PENDING = 1;
    private static final int COMPLETED = 3;
    private static final int ERRORED = 4;
    private static final List<String> LABELS = List.of("", "Pending", "Processing", "Completed", "Failed");

    private final PeerTubeWorld world;
    private final Clock clock;
    private final List<String> effects;
    private final List<Export> all = new ArrayList<>();
    private int tokens;
    private int last;

    volatile boolean enabled = true;
    volatile boolean failing;
    volatile boolean elsewhere;
    volatile boolean neverReady;
    volatile boolean expired;
    private volatile byte @Nullable [] prepared;

    /** @param effects what was removed, in order */
    PeerTubeExports(PeerTubeWorld world, Clock clock, List<String> effects) {
        this.world = world;
        this.clock = clock;
        this.effects = effects;
    }

    private static final class Export {

        private final int id;
        private final Person person;
        private final Instant asked;
        private final byte[] zip;
        private int state = PENDING;
        private String token = "";

        Export(int id, Person person, Instant asked, byte[] zip) {
            this.id = id;
            this.person = person;
            this.asked = asked;
            this.zip = zip;
        }

        String file() {
            return "user-export-" + person.id() + "-" + asked + "-" + id + ".zip";
        }
    }

    /** Gives out this instead of what an archive would hold. */
    void prepare(byte[] zip) {
        prepared = zip;
    }

    synchronized void replace(Person person) {
        all.removeIf(export -> export.person.equals(person));
        Export export = new Export(++last, person, clock.instant(), zip(person));
        export.state = COMPLETED;
        all.add(export);
    }

    /** An archive that was made some time ago, by the member say. */
    synchronized void ready(Person person, Duration ago) {
        Export export = new Export(++last, person, clock.instant().minus(ago), zip(person));
        export.state = COMPLETED;
        all.add(export);
    }

    synchronized void forget(Person person) {
        all.removeIf(export -> export.person.id() == person.id());
    }

    /** What is kept of archives, as text. */
    synchronized List<String> kept() {
        return all.stream()
                .map(export -> "archive " + export.id + " of " + export.person)
                .toList();
    }

    synchronized Answer to(String method, List<String> path, String body, Person person) {
        if (!enabled) {
            return problem(400, "User export is disabled on this instance", null);
        }
        return switch (method + " " + path.size()) {
            case "GET 0" -> list(person);
            case "POST 1" -> asked(body, person);
            case "DELETE 1" -> remove(path.getFirst(), person);
            default -> plain(404, "Not Found");
        };
    }

    private Answer list(Person person) {
        List<Map<String, @Nullable Object>> shown = all.stream()
                .filter(export -> export.person.equals(person))
                .map(this::shown)
                .toList();
        all.stream().filter(export -> export.person.equals(person)).forEach(this::goOn);
        return json(200, object("total", shown.size(), "data", shown));
    }

    private Map<String, @Nullable Object> shown(Export export) {
        boolean done = export.state == COMPLETED;
        if (done) {
            export.token = "jwt" + ++tokens;
        }
        return object(
                "id",
                export.id,
                "state",
                object("id", export.state, "label", LABELS.get(export.state)),
                "size",
                done ? export.zip.length : 0,
                "privateDownloadUrl",
                done
                        ? "https://" + PeerTubeWorld.HOST + "/download/user-exports/" + export.file() + "?jwt="
                                + export.token
                        : null,
                "createdAt",
                export.asked.toString(),
                "expiresOn",
                export.asked.plus(Duration.ofDays(2)).toString());
    }

    private void goOn(Export export) {
        if (export.state < COMPLETED && !neverReady) {
            export.state = failing ? ERRORED : export.state + 1;
        }
    }

    private Answer asked(String body, Person person) {
        if (all.stream().anyMatch(export -> export.person.equals(person) && export.state != ERRORED)) {
            return problem(400, "User has already processing or completed exports", null);
        }
        if (body.contains("true")) {
            return problem(403, "Too many videos", "max_user_video_quota_exceeded_for_user_export");
        }
        Export export = new Export(++last, person, clock.instant(), zip(person));
        all.add(export);
        return json(200, object("export", object("id", export.id)));
    }

    private Answer remove(String id, Person person) {
        Optional<Export> export = all.stream()
                .filter(each ->
                        each.person.equals(person) && Integer.toString(each.id).equals(id))
                .findFirst();
        if (export.isEmpty()) {
            return plain(404, "Not Found");
        }
        if (export.get().state < COMPLETED) {
            return plain(409, "Conflict");
        }
        all.remove(export.get());
        effects.add("archive " + id);
        return new Answer(204, "", Map.of(), new byte[0]);
    }

    /** No bearer is asked for: the address itself is the key. */
    synchronized Answer download(String file, String token, Optional<String> range) {
        Optional<Export> export =
                all.stream().filter(each -> each.file().equals(file)).findFirst();
        if (export.isEmpty()) {
            return plain(404, "Not Found");
        }
        boolean late = expired;
        expired = false;
        if (late || !export.get().token.equals(token)) {
            return plain(403, "Forbidden");
        }
        return elsewhere
                ? new Answer(302, "", Map.of("Location", "https://storage.example/user-exports/" + file), new byte[0])
                : PeerTubeStandIn.bytes(export.get().zip, range);
    }

    private byte[] zip(Person person) {
        byte[] other = prepared;
        return other == null ? PeerTubeArchive.of(world, person) : other;
    }
}
