package cloud.maidan.demo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The invented people, videos and comments of the PeerTube stand-in. */
final class PeerTubeWorld {

    static final String HOST = "video.riverbend.example";
    static final String PLUGIN = "peertube-plugin-auth-openid-connect";

    /** Must be found nowhere in an export. */
    static final String STREAM_KEY = "stream-key-that-nobody-may-have";

    static final String VIDEO_PASSWORD = "password-of-a-video";
    static final String WORDS_OF_OTHERS = "these words are somebody else's";
    static final String REPORTER = "whoever-reported";
    static final String NOTE_OF_MODERATORS = "a note of the moderators";

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    record Person(
            int id,
            String name,
            String display,
            String email,
            @Nullable String plugin,
            int role,
            Instant since) {

        /** The account has a number of its own, which is not the user's. */
        int account() {
            return 1000 + id;
        }
    }

    /** @param privacy 1 public, 2 unlisted, 3 private, 4 internal, 5 password */
    record Video(
            int id,
            String uuid,
            Person owner,
            String name,
            int privacy,
            int state,
            boolean live,
            boolean originalKept,
            Storage storage,
            byte[] content,
            Instant at) {

        String file() {
            return originalKept ? uuid + ".mkv" : uuid + "-1080.mp4";
        }
    }

    enum Storage {
        HERE,
        LOST,
        ELSEWHERE,
        NONE
    }

    /** @param parent number of the comment that it answers; zero for none */
    record Comment(int id, Person author, Video video, String text, Instant at, int parent) {}

    /** A sign-in. */
    record Session(int id, Person person, String device) {}

    /** @param user number of the user that came of it; zero when there is none (any more) */
    record Registration(int id, int user, String name, String email, String reason, Instant at) {}

    record Report(
            int id,
            String reason,
            @Nullable Person reporter,
            @Nullable Person flagged) {}

    final List<Person> people = new CopyOnWriteArrayList<>();
    final List<Video> videos = new CopyOnWriteArrayList<>();
    final List<Comment> comments = new CopyOnWriteArrayList<>();
    final List<Session> sessions = new CopyOnWriteArrayList<>();
    final List<Registration> registrations = new CopyOnWriteArrayList<>();
    final List<Report> reports = new CopyOnWriteArrayList<>();
    final Person portal;
    final Person mira;
    final Person moss;
    final Person other;
    final int watched;
    private final String marker;

    /** @param marker stands in whatever Mira wrote or is called */
    PeerTubeWorld(int numbered, int watched, String marker) {
        this.watched = watched;
        this.marker = marker;
        person("root", "Root", "root@riverbend.example", null, 0);
        portal = person("portal", "Portal", "portal@riverbend.example", null, 0);
        // whoever searches for Mira's name or address finds this one first
        other = person("member2", "Mira Beispiel", "other.member@riverbend.example", PLUGIN, 2);
        mira = demo(DemoAccount.MEMBER);
        moss = demo(DemoAccount.MODERATOR);
        // made before there was a sign-in through the provider
        DemoAccount early = DemoAccount.OFFICER;
        person(early.username(), early.displayName(), early.email(), null, 2);
        demo(DemoAccount.ADMIN);
        twins();
        videosOfMira();
        Video elsewhere = video(other, "Somebody else's film", 1, true, Storage.HERE);
        Video ofMoss = video(moss, "Moderating, gently", 1, true, Storage.HERE);
        for (int i = 1; i <= numbered; i++) {
            comment(mira, ofMoss, "Remark number " + i + ", \"quoted\"" + marker, 0);
            if (i % 5 == 0) {
                comment(other, elsewhere, WORDS_OF_OTHERS + " " + i, 0);
            }
        }
        comment(moss, videos.getFirst(), "Moss says: " + WORDS_OF_OTHERS, 0);
        if (numbered > 0) {
            Comment first = by(mira).getFirst();
            comment(moss, ofMoss, "Moss answers: " + WORDS_OF_OTHERS, first.id());
        }
        people.forEach(person -> sessions.add(
                new Session(30 + person.id(), person, "Firefox on Linux" + (person.equals(mira) ? marker : ""))));
        people.stream()
                .filter(person -> person.name().startsWith("member"))
                .forEach(person -> registrations.add(new Registration(
                        70 + person.id(),
                        person.id(),
                        person.name(),
                        person.email(),
                        person.name() + " would like to show films",
                        person.since())));
        Person stranger = new Person(900, REPORTER, REPORTER, "x@hills.example", null, 2, mira.since());
        reports.add(new Report(1, "It shouts at me" + marker, mira, moss));
        reports.add(new Report(2, WORDS_OF_OTHERS, other, moss));
        reports.add(new Report(3, REPORTER + " complains", stranger, mira));
    }

    /** Whether Mira made, wrote or is it. */
    @Nullable
    Boolean isMiras(String path, Object entity) {
        return switch (entity) {
            case Person person -> person.id() == mira.id();
            case Video video -> video.owner().id() == mira.id();
            case Comment comment -> comment.author().id() == mira.id();
            case Session session -> session.person().id() == mira.id();
            case Registration registration -> registration.user() == mira.id();
            case Report report -> report.reporter() instanceof Person reporter && reporter.id() == mira.id();
            default -> null;
        };
    }

    static String handle(Person person) {
        return person.name() + "@" + HOST;
    }

    static String url(Video video) {
        return "https://" + HOST + "/videos/watch/" + video.uuid();
    }

    List<Video> of(Person owner) {
        return videos.stream().filter(video -> video.owner().equals(owner)).toList();
    }

    List<Comment> by(Person author) {
        return comments.stream()
                .filter(comment -> comment.author().equals(author))
                .toList();
    }

    private void videosOfMira() {
        video(mira, "The square in spring", 1, true, Storage.HERE);
        video(mira, "Laying stones: a workshop", 3, false, Storage.HERE);
        video(mira, "Evening talk / for friends", 5, false, Storage.HERE);
        video(mira, "Lost reel", 2, false, Storage.LOST);
        video(mira, "Kept in the clouds", 4, false, Storage.ELSEWHERE);
        video(mira, "Live from the square", 1, false, Storage.NONE);
        video(mira, "Never processed", 3, false, Storage.NONE);
    }

    /** Two accounts with one address: PeerTube once allowed capitals to tell them apart. */
    private void twins() {
        person("zwilling", "Zwilling Eins", "zwilling@riverbend.example", PLUGIN, 2);
        person("zwilling_1", "Zwilling Zwei", "Zwilling@riverbend.example", PLUGIN, 2);
    }

    private Person demo(DemoAccount account) {
        // PeerTube writes addresses as they came, and compares them without regard to capitals
        String address = account == DemoAccount.MEMBER ? "Member@riverbend.example" : account.email();
        String added = account == DemoAccount.MEMBER ? marker : "";
        return person(account.username() + added, account.displayName() + added, address, PLUGIN, 2);
    }

    private Person person(String name, String display, String email, @Nullable String plugin, int role) {
        Person person = new Person(
                people.size() * 7 + 1, name, display, email, plugin, role, START.plusSeconds(people.size() * 3600L));
        people.add(person);
        return person;
    }

    private Video video(Person owner, String name, int privacy, boolean original, Storage storage) {
        int id = videos.size() + 1;
        byte[] content = new byte[storage == Storage.NONE ? 0 : 40_000 + id];
        new Random(id).nextBytes(content);
        Video video = new Video(
                id,
                "%08d-0000-4000-8000-000000000000".formatted(id),
                owner,
                owner.equals(mira) ? name + marker : name,
                privacy,
                name.startsWith("Never") ? 2 : 1,
                name.startsWith("Live"),
                original,
                storage,
                content,
                START.plusSeconds(id * 86_400L));
        videos.add(video);
        return video;
    }

    private void comment(Person author, Video video, String text, int parent) {
        int id = comments.size() + 1;
        comments.add(new Comment(id, author, video, text, START.plusSeconds(1_000_000L + id * 60L), parent));
    }

    /** An object of names and values in turn; unlike {@link Map#of} it keeps order and takes null. */
    static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
