package cloud.maidan.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The invented people, rooms and files of the Matrix stand-in. Times are milliseconds, as Synapse stores them. */
final class MatrixWorld {

    static final String SERVER = "riverbend.example";
    static final String PROVIDER = "oidc-authentik";
    /** An account that was closed: its identity is still linked, and what was written is still there. */
    static final String CLOSED_SUBJECT = "66666666-6666-4666-8666-666666666666";

    private static final long START = 1_767_225_600_000L; // 2026-01-01T00:00:00Z
    private static final long MINUTE = 60_000;
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    record Person(
            String id,
            String name,
            @Nullable String subject,
            @Nullable String email,
            boolean closed,
            long since) {}

    record Room(
            String id,
            String name,
            boolean sealed,
            boolean federated,
            Map<String, String> members,
            List<Event> events) {}

    record Event(
            String id, String type, String sender, long at, Map<String, Object> content, Map<String, Object> extra) {}

    record Upload(
            String id, String owner, String type, @Nullable String name, long at, byte[] content, boolean lost) {}

    final Map<String, Person> people = new LinkedHashMap<>();
    final Map<String, Room> rooms = new LinkedHashMap<>();
    final List<Upload> uploads = new ArrayList<>();
    /** By account and kind, as the account's own clients wrote it. */
    final Map<String, Map<String, Object>> clientSettings = new LinkedHashMap<>();

    final Set<String> suspended = new HashSet<>();
    final Set<String> erased = new HashSet<>();
    /** What was deleted, as it was: Synapse keeps it for seven days, and no member can read it. */
    final List<Event> originals = new ArrayList<>();

    private final Map<String, Map<String, Integer>> powers = new LinkedHashMap<>();
    final ChatSeed seed;
    private final String mira = id(DemoAccount.MEMBER);
    private final String moss = id(DemoAccount.MODERATOR);
    private final List<String> texts = new ArrayList<>();
    private int events;
    private int planted;

    MatrixWorld(int messagesPerRoom) {
        for (DemoAccount person : DemoAccount.values()) {
            if (person != DemoAccount.AUDITOR) { // never signed in to chat
                person(id(person), person.displayName(), person.subject(), person.email(), false);
            }
        }
        person("@portal:" + SERVER, "portal", null, null, false);
        // found by every search for "member", since the search takes parts of names
        person("@member2:" + SERVER, "Mira Beispiel", "77777777-7777-4777-8777-777777777777", null, false);
        person("@gone:" + SERVER, "", CLOSED_SUBJECT, null, true);
        upload("@member2:" + SERVER, "text/plain", "other.txt", text("not Mira's"), false);

        openSquare(messagesPerRoom);
        winterMarket();
        quietCorner();
        room("!elsewhere:hills.example", "Hills and rivers", false, true, mira, moss, "@hana:hills.example");
        say("!elsewhere:hills.example", mira, "Greetings to the hills");
        say("!elsewhere:hills.example", "@hana:hills.example", "Hana greets back");
        for (DemoAccount other : List.of(DemoAccount.OFFICER, DemoAccount.ADMIN)) {
            room("!lobby-" + other.username() + ":" + SERVER, "Lobby", false, true, id(other), moss);
            say("!lobby-" + other.username() + ":" + SERVER, id(other), "Good morning");
        }
        seed = new ChatSeed(
                DemoAccount.MEMBER.subject(),
                mira,
                OPEN,
                LEFT,
                SEALED,
                4,
                List.copyOf(texts),
                "AwgAEnCiphertextOfMira",
                List.of(
                        "Moss says: these words are mine alone",
                        "Moss answers in a thread",
                        "Moss stays in the market",
                        "Hana greets back",
                        "AwgAEnCiphertextOfMoss",
                        "I take these words back",
                        "a-push-key",
                        "moderated away"),
                files());
    }

    static final String OPEN = "!ZnJvbS1yb29tLXYxMi13aXRob3V0LWEtZG9tYWlu";
    /** An old room id may hold any character; it must be encoded in addresses. */
    static final String LEFT = "!winter/market#1?:" + SERVER;

    static final String SEALED = "!quiet:" + SERVER;

    static String id(DemoAccount person) {
        return "@" + person.username() + ":" + SERVER;
    }

    Planted plant(String word, MatrixErasing erasing) {
        clientSettings
                .computeIfAbsent(mira, any -> new LinkedHashMap<>())
                .put("org.example.notes", new LinkedHashMap<>(Map.of("note", "Bring the blue chair")));
        return new Planting(FieldWords.of("matrix", word), this::isMiras).into(this, erasing);
    }

    /** Whether Mira said, sent or is it. */
    private @Nullable Boolean isMiras(String path, Object entity) {
        return switch (entity) {
            case Person person -> person.id().equals(mira);
            case Event event -> event.sender().equals(mira);
            case Upload upload -> upload.owner().equals(mira);
            case Map.Entry<?, ?> entry
            when entry.getKey() instanceof String key && key.startsWith("@") -> key.equals(mira);
            default -> null;
        };
    }

    private void openSquare(int messages) {
        room(OPEN, "Open square", false, true, mira, moss);
        Event first = say(OPEN, mira, "The open square is open");
        first.extra().put("thread", event("m.room.message", moss, Map.of("body", "Moss answers in a thread")));
        event(OPEN, "m.reaction", mira, Map.of("m.relates_to", Map.of("event_id", first.id(), "key", "🪑")));
        // longer than any page: pages in between hold nothing of Mira's and are not the end
        for (int i = 0; i < 3 * MatrixStandIn.SCAN; i++) {
            say(OPEN, moss, "Moss says: these words are mine alone, " + i);
        }
        for (int i = 1; i <= messages; i++) {
            say(OPEN, mira, "Chair number " + i + " is blue");
        }
        Event regretted = event(OPEN, "m.room.message", mira, Map.of());
        Event redaction = event(OPEN, "m.room.redaction", moss, Map.of("reason", "moderated away"));
        regretted.extra().put("redacted_because", redaction);
        Upload plan = upload(mira, "text/plain", "seating plan.txt", text("Row 1: Mira, Moss\n".repeat(50)), false);
        event(OPEN, "m.room.message", mira, Map.of("msgtype", "m.file", "body", "seating plan.txt", "url", mxc(plan)));
        Upload chair = upload(mira, "image/png", "../chair.png", PICTURE, false);
        event(OPEN, "m.room.message", mira, Map.of("msgtype", "m.image", "body", "chair.png", "url", mxc(chair)));
        upload(mira, "image/png", "lost.png", PICTURE, true);
        upload(moss, "text/plain", "mine.txt", text("Moss says: these words are mine alone"), false);
    }

    private void winterMarket() {
        Room left = room(LEFT, "Winter market", false, true, mira, moss);
        say(LEFT, mira, "Goodbye, winter market");
        say(LEFT, moss, "Moss stays in the market");
        left.members().put(mira, "leave");
        power(LEFT).put(moss, 100);
        event(LEFT, "m.room.member", mira, Map.of("membership", "leave"))
                .extra()
                .put("state_key", mira);
    }

    private void quietCorner() {
        room(SEALED, "Quiet corner", true, false, mira, moss);
        event(
                SEALED,
                "m.room.encrypted",
                mira,
                Map.of("algorithm", "m.megolm.v1.aes-sha2", "ciphertext", "AwgAEnCiphertextOfMira"));
        event(
                SEALED,
                "m.room.encrypted",
                moss,
                Map.of("algorithm", "m.megolm.v1.aes-sha2", "ciphertext", "AwgAEnCiphertextOfMoss"));
        upload(mira, "application/octet-stream", null, new byte[] {1, 7, 42, -3, 0, 99}, false);
    }

    private void person(String id, String name, @Nullable String subject, @Nullable String email, boolean closed) {
        people.put(id, new Person(id, name, subject, email, closed, START + people.size() * MINUTE));
    }

    private Room room(String id, String name, boolean sealed, boolean federated, String... members) {
        Map<String, String> joined = new LinkedHashMap<>();
        for (String member : members) {
            joined.put(member, "join");
        }
        rooms.put(id, new Room(id, name, sealed, federated, joined, new ArrayList<>()));
        power(id).put(members[0], 100);
        for (String member : members) {
            event(id, "m.room.member", member, Map.of("membership", "join"))
                    .extra()
                    .put("state_key", member);
        }
        return java.util.Objects.requireNonNull(rooms.get(id));
    }

    private Event say(String room, String sender, String words) {
        if (sender.equals(mira)) {
            texts.add(words);
        }
        return event(room, "m.room.message", sender, Map.of("msgtype", "m.text", "body", words));
    }

    Event event(String room, String type, String sender, Map<String, Object> content) {
        Event event = event(type, sender, content);
        java.util.Objects.requireNonNull(rooms.get(room)).events().add(event);
        return event;
    }

    /** Who may do what in a room: 50 to delete what others wrote, 100 to give power. */
    Map<String, Integer> power(String room) {
        return powers.computeIfAbsent(room, id -> new LinkedHashMap<>());
    }

    Event event(String type, String sender, Map<String, Object> content) {
        events++;
        return new Event("$event-" + events, type, sender, START + events * MINUTE, content, new LinkedHashMap<>());
    }

    /** A file of that time, whatever else there is. */
    Upload uploaded(String owner, long at) {
        Upload upload = new Upload("Planted" + ++planted, owner, "text/plain", "old.txt", at, text("old"), false);
        uploads.add(upload);
        return upload;
    }

    private Upload upload(String owner, String type, @Nullable String name, byte[] content, boolean lost) {
        long at = START + (uploads.size() + 1) * 60 * MINUTE;
        Upload upload = new Upload("Media" + uploads.size(), owner, type, name, at, content, lost);
        uploads.add(upload);
        return upload;
    }

    private Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        uploads.stream()
                .filter(upload -> upload.owner().equals(mira) && !upload.lost())
                .forEach(upload -> files.put(upload.id(), upload.content()));
        return files;
    }

    private static String mxc(Upload upload) {
        return "mxc://" + SERVER + "/" + upload.id();
    }

    private static byte[] text(String words) {
        return words.getBytes(StandardCharsets.UTF_8);
    }
}
