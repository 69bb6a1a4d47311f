package cloud.maidan.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The invented people, files, calendars and contacts of the Nextcloud stand-in. */
final class NextcloudWorld {

    /** Signed in while ids were still made by a hash. */
    static final String HASHED_SUBJECT = "77777777-7777-4777-8777-777777777777";
    /** An account by this id was made by hand. */
    static final String LOCAL_SUBJECT = "88888888-8888-4888-8888-888888888888";
    /** Disabled by an administrator. */
    static final String DISABLED_SUBJECT = "99999999-9999-4999-8999-999999999999";

    static final long START = Instant.parse("2026-01-10T09:00:00Z").getEpochSecond();

    /** @param used bytes; null before the first sign-in to Nextcloud itself */
    record Person(
            String uid,
            String name,
            String email,
            String backend,
            boolean enabled,
            @Nullable Long used) {}

    /** @param content null for a folder @param owner whose it is @param mount empty in the person's own storage */
    record Node(
            long id,
            List<String> path,
            byte @Nullable [] content,
            String owner,
            String mount,
            boolean sealed,
            boolean broken,
            long modified,
            Map<String, String> more) {

        boolean folder() {
            return content == null;
        }

        String etag() {
            return "\"" + Long.toHexString(id * 31 + modified) + "\"";
        }
    }

    /** @param entries by name @param invalid what an export leaves out without a word @param exportFails answers 500 */
    record Collection(
            String name,
            String title,
            String kind,
            String owner,
            Map<String, String> entries,
            List<String> invalid,
            boolean exportFails) {}

    final Map<String, Person> people = new ConcurrentSkipListMap<>();
    /** By path below the DAV root, in order of names: {@code files}, the account, and so on. */
    final Map<String, Node> nodes = new ConcurrentSkipListMap<>();

    final Map<String, List<Collection>> calendars = new ConcurrentHashMap<>();
    final Map<String, List<Collection>> addressBooks = new ConcurrentHashMap<>();
    final List<Map<String, @Nullable Object>> sharesOfMira = new CopyOnWriteArrayList<>();
    final List<Map<String, @Nullable Object>> sharesWithMira = new CopyOnWriteArrayList<>();
    final List<Map<String, @Nullable Object>> remoteShares = new CopyOnWriteArrayList<>();
    final List<Map<String, @Nullable Object>> activities = new CopyOnWriteArrayList<>();
    final FileSeed seed;

    private final String mira = DemoAccount.MEMBER.subject();
    private final String moss = DemoAccount.MODERATOR.subject();
    private final Map<String, byte[]> own = new LinkedHashMap<>();
    private final String marker;
    private long ids = 100;

    /** @param marker stands in whatever Mira made or is called */
    NextcloudWorld(int photos, int activities, String marker) {
        this.marker = marker;
        for (DemoAccount person : DemoAccount.values()) {
            if (person != DemoAccount.AUDITOR) { // never signed in
                person(
                        person.subject(),
                        person.displayName() + (person == DemoAccount.MEMBER ? marker : ""),
                        (person == DemoAccount.MEMBER ? marker : "") + person.email(),
                        "user_oidc",
                        person == DemoAccount.OFFICER ? null : 12_345L);
            }
        }
        person(hashed("3_0_" + HASHED_SUBJECT), "Hana Exempel", "hana@riverbend.example", "user_oidc", 0L);
        person(LOCAL_SUBJECT, "Lou Handmade", "lou@riverbend.example", "Database", 0L);
        people.put(
                DISABLED_SUBJECT,
                new Person(DISABLED_SUBJECT, "Dora Paused", "dora@riverbend.example", "user_oidc", false, 7L));
        person(NextcloudStandIn.USER, "Maidan Portal", "", "Database", 0L);
        person(NextcloudStandIn.CLERK, "Clerk without rights", "", "Database", 0L);
        for (int i = 1; i <= 60; i++) {
            person("guest-%03d".formatted(i), "Guest " + i, "guest" + i + "@riverbend.example", "Database", 0L);
        }
        people.values().forEach(person -> folder("files/" + person.uid()));
        files(photos);
        trash();
        versions();
        calendars();
        contacts();
        shares();
        happened(activities);
        long used = own.values().stream().mapToLong(content -> content.length).sum();
        people.computeIfPresent(
                mira, (uid, person) -> new Person(uid, person.name(), person.email(), person.backend(), true, used));
        seed = new FileSeed(
                mira,
                mira,
                Map.copyOf(own),
                List.of(
                        "Moss wrote this",
                        "kept on the old disk",
                        "minutes of the team",
                        "Moss meets somebody",
                        "guest1@riverbend.example",
                        "a-link-token",
                        "a-link-password",
                        "/var/www/html/data",
                        "a-received-token",
                        "Team card of Moss"));
    }

    /** Whether Mira made, wrote or is it. */
    private static @Nullable Boolean isMiras(String path, Object entity) {
        String mira = DemoAccount.MEMBER.subject();
        return switch (entity) {
            case Person person -> person.uid().equals(mira);
            case Node node -> isMiras(node);
            case Collection collection -> collection.owner().equals(mira);
            case Map.Entry<?, ?> entry -> null;
            default ->
                Set.of(
                                        "NextcloudWorld.sharesOfMira",
                                        "NextcloudWorld.sharesWithMira",
                                        "NextcloudWorld.remoteShares",
                                        "NextcloudWorld.activities",
                                        "NextcloudErasing.leftovers")
                                .contains(path)
                        ? true
                        : null;
        };
    }

    private static boolean isMiras(Node node) {
        return node.mount().isEmpty()
                && node.path().size() > 2
                && node.path().get(1).equals(DemoAccount.MEMBER.subject())
                && !node.owner().equals(DemoAccount.MODERATOR.subject());
    }

    /** Also into the names of files. */
    Planted plant(String word, NextcloudErasing erasing) {
        FieldWords words = FieldWords.of("nextcloud", word);
        Planting planting = new Planting(words, NextcloudWorld::isMiras);
        List<Node> named = nodes.values().stream()
                .map(node -> isMiras(node) && node.path().getFirst().equals("files") ? named(node, words) : node)
                .toList();
        nodes.clear();
        named.forEach(node -> nodes.put(String.join("/", node.path()), node));
        return planting.into(this, erasing);
    }

    private static Node named(Node node, FieldWords words) {
        List<String> path = new ArrayList<>(node.path().subList(0, 2));
        node.path().stream()
                .skip(2)
                .map(name -> words.text("NextcloudWorld.nodes", name))
                .forEach(path::add);
        return new Node(
                node.id(),
                path,
                node.content(),
                node.owner(),
                node.mount(),
                node.sealed(),
                node.broken(),
                node.modified(),
                node.more());
    }

    static String hashed(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void person(String uid, String name, String email, String backend, @Nullable Long used) {
        people.put(uid, new Person(uid, name, email, backend, true, used));
    }

    private void files(int photos) {
        ownFile("Readme.md", "# Mira's corner\n\nPlans, photos and a film.\n");
        ownFile("Plans/seating plan.txt", "Row 1: Mira, Moss\n".repeat(40));
        ownFile("Plans/Größe & Ünïcode ✓.txt", "Grüße vom Marktplatz\n");
        ownFile("Plans/100% sure?#.txt", "All characters are welcome.\n");
        ownFile("Plans/a+b.txt", "plus is plus\n");
        ownFile("Plans/shared by Mira/open invitation.txt", "Everybody is invited.\n");
        for (int i = 1; i <= photos; i++) {
            ownFile("Photos/2026/chair %04d.svg".formatted(i), "<svg><!-- chair " + i + " --></svg>");
        }
        folder("files/" + mira + "/Empty");
        byte[] film = new byte[3 * 1024 * 1024];
        for (int i = 0; i < film.length; i++) {
            film[i] = (byte) (i * 31 >> 3);
        }
        own.put("Film.bin", film);
        node("files/" + mira + "/Film.bin", film, mira, "", false, false, Map.of());
        node("files/" + mira + "/Sealed", null, mira, "", true, false, Map.of());
        ownFile("Sealed/0a1b2c3d", "ciphertext of Mira");
        node("files/" + mira + "/broken.bin", text("gone bad"), mira, "", false, true, Map.of());
        node("files/" + mira + "/From Moss", null, moss, "shared", false, false, Map.of());
        node(
                "files/" + mira + "/From Moss/theirs.txt",
                text("Moss wrote this"),
                moss,
                "shared",
                false,
                false,
                Map.of());
        node("files/" + mira + "/Old disk", null, mira, "external", false, false, Map.of());
        node(
                "files/" + mira + "/Old disk/old.txt",
                text("kept on the old disk"),
                mira,
                "external",
                false,
                false,
                Map.of());
        node("files/" + mira + "/Team", null, mira, "group", false, false, Map.of());
        node("files/" + mira + "/Team/minutes.txt", text("minutes of the team"), mira, "group", false, false, Map.of());
        node("files/" + moss + "/theirs.txt", text("Moss wrote this"), moss, "", false, false, Map.of());
    }

    private void trash() {
        folder("trashbin/" + mira + "/trash");
        node(
                "trashbin/" + mira + "/trash/old list.txt.d" + START,
                text("milk, chairs\n"),
                "",
                "",
                false,
                false,
                Map.of(
                        "trashbin-original-location", "Plans/old list.txt",
                        "trashbin-filename", "old list.txt",
                        "trashbin-deletion-time", Long.toString(START)));
        node(
                "trashbin/" + mira + "/trash/Old plans.d" + (START + 60),
                null,
                "",
                "",
                false,
                false,
                Map.of("trashbin-original-location", "Old plans", "trashbin-deletion-time", Long.toString(START + 60)));
        node(
                "trashbin/" + mira + "/trash/Old plans.d" + (START + 60) + "/draft.txt",
                text("a draft\n"),
                "",
                "",
                false,
                false,
                Map.of());
    }

    /** The youngest version is what the file holds now. */
    private void versions() {
        Node readme = Objects.requireNonNull(nodes.get("files/" + mira + "/Readme.md"));
        String base = "versions/" + mira + "/versions/" + readme.id();
        folder(base);
        node(base + "/" + (START - 2000), text("# Mira's first corner\n"), mira, "", false, false, Map.of());
        node(base + "/" + (START - 1000), text("# Mira's second corner\n"), mira, "", false, false, Map.of());
        byte[] now = readme.content();
        nodes.put(
                base + "/" + readme.modified(),
                new Node(
                        ids++,
                        List.of((base + "/" + readme.modified()).split("/")),
                        now,
                        mira,
                        "",
                        false,
                        false,
                        readme.modified(),
                        Map.of()));
    }

    private void calendars() {
        Map<String, String> personal = new TreeMap<>();
        for (int i = 1; i <= 3; i++) {
            personal.put("walk-" + i + ".ics", event("walk-" + i, "Walk number " + i));
        }
        personal.put("chairs.ics", todo("chairs", "Paint the chairs"));
        Map<String, String> market = new TreeMap<>();
        market.put("open.ics", event("open", "The market opens"));
        market.put("odd.ics", event("odd", "An event that no validator likes"));
        Map<String, String> stubborn = new TreeMap<>();
        stubborn.put("one.ics", event("one", "The first stubborn event"));
        stubborn.put("two.ics", event("two", "The second stubborn event"));
        calendars.put(
                mira,
                List.of(
                        new Collection("personal", "Personal", "calendar", mira, personal, List.of(), false),
                        new Collection(
                                "market",
                                "Winter market" + marker,
                                "calendar",
                                mira,
                                market,
                                List.of("odd.ics"),
                                false),
                        new Collection("stubborn", "Stubborn", "calendar", mira, stubborn, List.of(), true),
                        new Collection(
                                "meetings_shared_by_" + moss,
                                "Meetings of Moss",
                                "calendar",
                                moss,
                                Map.of("m.ics", event("m", "Moss meets somebody")),
                                List.of(),
                                false),
                        new Collection("holidays", "Holidays", "subscribed", mira, Map.of(), List.of(), false),
                        new Collection("inbox", "", "schedule-inbox", mira, Map.of(), List.of(), false),
                        new Collection("outbox", "", "schedule-outbox", mira, Map.of(), List.of(), false),
                        new Collection("trashbin", "", "trash-bin", mira, Map.of(), List.of(), false)));
    }

    private void contacts() {
        Map<String, String> cards = new TreeMap<>();
        cards.put("moss.vcf", card("moss", "Moss Ejemplo"));
        cards.put("odile.vcf", card("odile", "Odile Exemple"));
        cards.put("no-uid.vcf", card("", "Nobody in particular"));
        addressBooks.put(
                mira,
                List.of(
                        new Collection("contacts", "Contacts" + marker, "addressbook", mira, cards, List.of(), false),
                        new Collection("empty", "Empty", "addressbook", mira, Map.of(), List.of(), false),
                        new Collection(
                                "team_shared_by_" + moss,
                                "Team",
                                "addressbook",
                                moss,
                                Map.of("t.vcf", card("t", "Team card of Moss")),
                                List.of(),
                                false),
                        new Collection(
                                "z-app-generated--contactsinteraction--recent",
                                "Recently contacted",
                                "addressbook",
                                mira,
                                Map.of("recent.vcf", card("recent", "Somebody recent")),
                                List.of(),
                                false),
                        new Collection(
                                "z-server-generated--system",
                                "Accounts",
                                "addressbook",
                                "system",
                                Map.of("g.vcf", card("g", "guest1@riverbend.example")),
                                List.of(),
                                false)));
    }

    private void shares() {
        sharesOfMira.add(share(1, 0, mira, moss, "Moss Ejemplo", "/Plans"));
        Map<String, @Nullable Object> link = share(2, 3, mira, null, null, "/Plans/shared by Mira");
        link.put("token", "a-link-token");
        link.put("url", "https://files.riverbend.example/s/a-link-token");
        link.put("password", "a-link-password");
        sharesOfMira.add(link);
        sharesOfMira.add(share(3, 6, mira, "hana@hills.example", "hana@hills.example", "/Readme.md"));
        Map<String, @Nullable Object> received = share(4, 0, moss, mira, "Mira Beispiel", "/From Moss");
        received.put("token", "a-received-token");
        sharesWithMira.add(received);
        remoteShares.add(MatrixStandIn.object(
                "id",
                "5",
                "remote",
                "https://hills.example/",
                "name",
                "/Hills",
                "owner",
                "hana",
                "user",
                mira,
                "share_token",
                "a-received-token",
                "accepted",
                true));
    }

    private static Map<String, @Nullable Object> share(
            int id, int type, String owner, @Nullable String with, @Nullable String withName, String path) {
        return MatrixStandIn.object(
                "id",
                Integer.toString(id),
                "share_type",
                type,
                "uid_owner",
                owner,
                "displayname_owner",
                "somebody",
                "permissions",
                19,
                "stime",
                START + id * 3600L,
                "expiration",
                null,
                "token",
                null,
                "uid_file_owner",
                owner,
                "path",
                path,
                "item_type",
                "folder",
                "mimetype",
                "httpd/unix-directory",
                "file_source",
                100 + id,
                "share_with",
                with,
                "share_with_displayname",
                withName,
                "note",
                "",
                "label",
                "",
                "mail_send",
                0,
                "hide_download",
                0,
                "attributes",
                null);
    }

    /** Ids with gaps, as on a server that others use too. */
    private void happened(int many) {
        for (int i = 1; i <= many; i++) {
            activities.add(MatrixStandIn.object(
                    "activity_id",
                    1000 + i * 7,
                    "app",
                    "files",
                    "type",
                    "file_created",
                    "user",
                    i % 5 == 0 ? moss : mira,
                    "subject",
                    "Chair " + i + " was created" + marker,
                    "subject_rich",
                    List.of("{user} created {file}", Map.of("user", Map.of("name", "Somebody"))),
                    "message",
                    "",
                    "object_type",
                    "files",
                    "object_id",
                    100 + i,
                    "object_name",
                    "/Photos/2026/chair.svg",
                    "objects",
                    Map.of(Integer.toString(100 + i), "/Photos/2026/chair.svg"),
                    "link",
                    "https://files.riverbend.example/apps/files/?dir=/",
                    "icon",
                    "https://files.riverbend.example/core/img/add.svg",
                    "datetime",
                    Instant.ofEpochSecond(START + i * 60L).toString().replace("Z", "+00:00")));
        }
    }

    private void ownFile(String path, String words) {
        String content = words + marker;
        own.put(path, text(content));
        node("files/" + mira + "/" + path, text(content), mira, "", false, false, Map.of());
    }

    private void folder(String path) {
        String owner = path.split("/")[1];
        node(path, null, owner, "", false, false, Map.of());
    }

    private void node(
            String path,
            byte @Nullable [] content,
            String owner,
            String mount,
            boolean sealed,
            boolean broken,
            Map<String, String> more) {
        int last = path.lastIndexOf('/');
        String parent = path.substring(0, last);
        if (parent.startsWith("files/") && !nodes.containsKey(parent)) {
            folder(parent);
        }
        long id = ids++;
        nodes.put(
                path,
                new Node(id, List.of(path.split("/")), content, owner, mount, sealed, broken, START + id * 60, more));
    }

    private static String event(String uid, String summary) {
        return component("VEVENT", uid, summary, "DTSTART:20260315T100000Z\r\nDTEND:20260315T110000Z\r\n");
    }

    private static String todo(String uid, String summary) {
        return component("VTODO", uid, summary, "");
    }

    private static String component(String kind, String uid, String summary, String more) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Riverbend//Demo//EN\r\nBEGIN:" + kind + "\r\nUID:" + uid
                + "\r\nDTSTAMP:20260101T000000Z\r\n" + more + "SUMMARY:" + summary
                + "\r\nBEGIN:VALARM\r\nUID:alarm-of-" + uid
                + "\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nDESCRIPTION:Soon\r\nEND:VALARM\r\nEND:" + kind
                + "\r\nEND:VCALENDAR\r\n";
    }

    private static String card(String uid, String name) {
        return "BEGIN:VCARD\r\nVERSION:3.0\r\n" + (uid.isEmpty() ? "" : "UID:" + uid + "\r\n") + "FN:" + name
                + "\r\nEND:VCARD\r\n";
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
