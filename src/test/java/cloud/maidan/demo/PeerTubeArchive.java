package cloud.maidan.demo;

import static cloud.maidan.demo.PeerTubeWorld.object;

import cloud.maidan.demo.PeerTubeWorld.Comment;
import cloud.maidan.demo.PeerTubeWorld.Person;
import cloud.maidan.demo.PeerTubeWorld.Video;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The ZIP that PeerTube makes of one account, as its {@code user-exporter.ts} does: a list, then the list's files. */
final class PeerTubeArchive {

    /** {@code USER_EXPORT_MAX_ITEMS}: what is beyond is left out without a word. */
    static final int MOST = 1000;

    private static final JsonMapper JSON = new JsonMapper();

    private final PeerTubeWorld world;
    private final Person person;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);

    private PeerTubeArchive(PeerTubeWorld world, Person person) {
        this.world = world;
        this.person = person;
    }

    static byte[] of(PeerTubeWorld world, Person person) {
        return new PeerTubeArchive(world, person).made();
    }

    private byte[] made() {
        try (zip) {
            zip.setLevel(9);
            videos();
            add("peertube/channels.json", object("channels", List.of(channel())));
            add("peertube/account.json", account());
            add("activity-pub/actor.json", object("type", "Person", "id", "https://x/accounts/" + person.name()));
            add("files/account/avatars/" + person.name() + ".png", new byte[] {1, 2, 3});
            add("peertube/blocklist.json", blocklist());
            add("peertube/likes.json", object("likes", liked()));
            add("activity-pub/likes.json", collection("likes.json", liked()));
            add("peertube/dislikes.json", object("dislikes", List.of()));
            add("activity-pub/dislikes.json", collection("dislikes.json", List.of()));
            add("peertube/follower.json", object("followers", List.of(follow("hana@hills.example", handle()))));
            add("peertube/following.json", object("following", List.of(follow(handle(), "news@hills.example"))));
            add("activity-pub/following.json", collection("following.json", List.of()));
            add("peertube/user-settings.json", settings());
            add("peertube/comments.json", object("comments", comments()));
            add("peertube/video-playlists.json", object("videoPlaylists", List.of(playlist())));
            add("peertube/video-history.json", object("watchedVideos", watched()));
            add("peertube/watched-words-lists.json", object("watchedWordLists", List.of()));
            add("peertube/automatic-tag-policies.json", object("reviewComments", List.of()));
            add("activity-pub/outbox.json", collection("outbox.json", comments()));
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        return bytes.toByteArray();
    }

    /** A video that PeerTube stumbles over is left out, and so is a picture that it cannot read. */
    private void videos() throws IOException {
        List<Video> exported = world.of(person).stream()
                .filter(video -> !video.name().startsWith("Never"))
                .toList();
        add(
                "peertube/videos.json",
                object("videos", exported.stream().map(this::video).toList()));
        for (Video video : exported) {
            if (!video.name().startsWith("Lost")) {
                add(thumbnail(video), new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) video.id()});
            }
        }
    }

    private Map<String, @Nullable Object> video(Video video) {
        return object(
                "uuid", video.uuid(),
                "createdAt", video.at().toString(),
                "updatedAt", video.at().toString(),
                "publishedAt", video.at().toString(),
                "name", video.name(),
                "tags", List.of("square"),
                "privacy", video.privacy(),
                "passwords", video.privacy() == 5 ? List.of(PeerTubeWorld.VIDEO_PASSWORD) : List.of(),
                "duration", 61,
                "description", "About " + video.name(),
                "isLive", video.live(),
                "live", video.live() ? object("permanentLive", true, "streamKey", PeerTubeWorld.STREAM_KEY) : null,
                "url", PeerTubeWorld.url(video),
                "channel", object("name", person.name() + "_channel"),
                "archiveFiles", object("videoFile", null, "thumbnail", "../" + thumbnail(video), "captions", object()));
    }

    private static String thumbnail(Video video) {
        return "files/videos/thumbnails/" + video.uuid() + ".png";
    }

    private Map<String, @Nullable Object> channel() {
        return object(
                "name",
                person.name() + "_channel",
                "displayName",
                person.display() + "'s channel",
                "description",
                "Films from the square",
                "createdAt",
                person.since().toString(),
                "archiveFiles",
                object("avatar", null, "banner", null));
    }

    private Map<String, @Nullable Object> account() {
        return object(
                "name", person.name(),
                "displayName", person.display(),
                "description", "I film squares",
                "createdAt", person.since().toString(),
                "updatedAt", person.since().toString(),
                "archiveFiles", object("avatar", "../files/account/avatars/" + person.name() + ".png"));
    }

    private static Map<String, @Nullable Object> blocklist() {
        return object(
                "instances", List.of(object("host", "spam.example")),
                "actors", List.of(object("handle", "loud@hills.example")));
    }

    private List<Object> liked() {
        return List.of(object("videoUrl", PeerTubeWorld.url(world.videos.getLast()), "createdAt", at(0)));
    }

    private static Map<String, @Nullable Object> follow(String handle, String target) {
        return object("handle", handle, "targetHandle", target, "createdAt", at(0));
    }

    private Map<String, @Nullable Object> settings() {
        return object(
                "email",
                person.email(),
                "emailPublic",
                false,
                "nsfwPolicy",
                "blur",
                "p2pEnabled",
                false,
                "videosHistoryEnabled",
                true,
                "videoLanguages",
                null,
                "language",
                "en",
                "theme",
                "instance-default",
                "notificationSettings",
                object("newCommentOnMyVideo", 3));
    }

    private List<Object> comments() {
        List<Object> comments = new ArrayList<>();
        for (Comment comment : world.by(person).stream().limit(MOST).toList()) {
            comments.add(object(
                    "url", PeerTubeWorld.url(comment.video()) + "/comments/" + comment.id(),
                    "text", comment.text(),
                    "createdAt", comment.at().toString(),
                    "videoUrl", PeerTubeWorld.url(comment.video())));
        }
        return comments;
    }

    private Map<String, @Nullable Object> playlist() {
        return object(
                "displayName",
                "Only for me",
                "description",
                null,
                "privacy",
                3,
                "uuid",
                "99999999-0000-4000-8000-000000000000",
                "type",
                1,
                "createdAt",
                at(0),
                "updatedAt",
                at(0),
                "elements",
                List.of(object("videoUrl", PeerTubeWorld.url(world.videos.getLast()))),
                "archiveFiles",
                object("thumbnail", null));
    }

    /** The oldest first, so it is the newest that the limit cuts. */
    private List<Object> watched() {
        List<Object> watched = new ArrayList<>();
        for (int i = 0; i < Math.min(world.watched, MOST); i++) {
            watched.add(object(
                    "videoUrl",
                    "https://hills.example/w/" + i,
                    "lastTimecode",
                    42,
                    "createdAt",
                    at(i),
                    "updatedAt",
                    at(i)));
        }
        return watched;
    }

    private String handle() {
        return PeerTubeWorld.handle(person);
    }

    private static Map<String, @Nullable Object> collection(String id, List<Object> items) {
        return object(
                "@context",
                List.of("https://www.w3.org/ns/activitystreams"),
                "id",
                id,
                "type",
                "OrderedCollection",
                "totalItems",
                items.size(),
                "orderedItems",
                items);
    }

    private static String at(int minute) {
        return Instant.parse("2026-02-01T00:00:00Z").plusSeconds(60L * minute).toString();
    }

    private void add(String name, Object json) throws IOException {
        add(name, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }

    private void add(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
