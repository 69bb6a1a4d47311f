package cloud.maidan.demo;

import static cloud.maidan.demo.PeerTubeStandIn.json;
import static cloud.maidan.demo.PeerTubeStandIn.plain;
import static cloud.maidan.demo.PeerTubeStandIn.problem;
import static cloud.maidan.demo.PeerTubeWorld.object;

import cloud.maidan.demo.PeerTubeStandIn.Answer;
import cloud.maidan.demo.PeerTubeWorld.Comment;
import cloud.maidan.demo.PeerTubeWorld.Person;
import cloud.maidan.demo.PeerTubeWorld.Report;
import cloud.maidan.demo.PeerTubeWorld.Storage;
import cloud.maidan.demo.PeerTubeWorld.Video;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the stand-in says to an administrator below {@code /api/v1}, by path. */
final class PeerTubeAnswers {

    private static final Answer NO_ROUTE = plain(404, "Not Found");

    private final PeerTubeWorld world;
    private final PeerTubeExports exports;
    private final PeerTubeErasing erasing;
    final PeerTubeFederating federating = new PeerTubeFederating();
    volatile String version = PeerTubeStandIn.VERSION;

    PeerTubeAnswers(PeerTubeWorld world, PeerTubeExports exports, PeerTubeErasing erasing) {
        this.world = world;
        this.exports = exports;
        this.erasing = erasing;
    }

    Answer config() {
        return json(
                200,
                object(
                        "serverVersion",
                        version,
                        "federation",
                        federating.enabled(),
                        "export",
                        object("users", object("enabled", exports.enabled, "exportExpiration", 172_800_000L)),
                        "plugin",
                        object(
                                "registeredExternalAuths",
                                List.of(object(
                                        "npmName", PeerTubeWorld.PLUGIN,
                                        "name", "auth-openid-connect",
                                        "authName", "openid-connect",
                                        "authDisplayName", "Riverbend")))));
    }

    Answer to(String method, List<String> path, Map<String, List<String>> query, String body, Person asking) {
        if (!method.equals("GET") && asking.role() != 0) {
            return problem(403, "User does not have enough rights", null);
        }
        return switch (path.getFirst()) {
            case "bulk" -> method.equals("POST") ? erasing.comments(body) : NO_ROUTE;
            case "users" -> users(method, path.subList(1, path.size()), query, body, asking);
            case "accounts" -> path.size() == 3 ? account(path.get(1), path.get(2), query) : NO_ROUTE;
            case "config" -> path.equals(List.of("config", "custom")) ? federating.custom(method, body) : NO_ROUTE;
            case "server" -> federating.server(method, path.subList(1, path.size()), body);
            case "videos" ->
                path.size() == 1
                        ? federating.videos()
                        : path.equals(List.of("videos", "comments"))
                                ? comments(query)
                                : method.equals("DELETE") && path.size() == 2 ? erasing.video(path.get(1)) : NO_ROUTE;
            case "abuses" -> path.size() == 1 ? abuses(query) : NO_ROUTE;
            default -> NO_ROUTE;
        };
    }

    private Answer users(
            String method, List<String> path, Map<String, List<String>> query, String body, Person asking) {
        if (path.isEmpty()) {
            return page(query, found(one(query, "search", "")), this::listed);
        }
        if (path.equals(List.of("me"))) {
            return json(200, details(asking));
        }
        if (path.equals(List.of("registrations"))) {
            return page(query, registrations(one(query, "search", "")), Function.identity());
        }
        if (path.getFirst().equals("registrations")) {
            return method.equals("DELETE") ? erasing.registration(path.get(1)) : NO_ROUTE;
        }
        erasing.goOn(path.getFirst());
        Optional<Person> person = world.people.stream()
                .filter(each -> Integer.toString(each.id()).equals(path.getFirst()))
                .findFirst();
        if (person.isEmpty()) {
            return problem(404, "User not found", null);
        }
        if (path.size() == 1) {
            return switch (method) {
                case "DELETE" -> erasing.user(person.get());
                case "PUT" -> erasing.address(person.get(), body);
                default -> json(200, details(person.get()));
            };
        }
        return switch (path.get(1)) {
            case "token-sessions" -> {
                if (version.startsWith("7.")) {
                    yield NO_ROUTE;
                }
                yield method.equals("POST")
                        ? erasing.session(path.get(2), person.get())
                        : page(query, sessions(person.get()), Function.identity());
            }
            case "block" -> erasing.block(person.get());
            case "exports" -> exports.to(method, path.subList(2, path.size()), body, person.get());
            default -> NO_ROUTE;
        };
    }

    /** Parts of the name or of the address, whatever their capitals. */
    private List<Person> found(String words) {
        String wanted = words.toLowerCase(Locale.ROOT);
        return world.people.stream()
                .filter(person -> person.name().contains(wanted)
                        || person.email().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
    }

    private Map<String, @Nullable Object> listed(Person person) {
        return object(
                "id", person.id(),
                "username", person.name(),
                "email", person.email(),
                "role", object("id", person.role(), "label", person.role() == 0 ? "Administrator" : "User"),
                "pluginAuth", person.plugin(),
                "createdAt", person.since().toString(),
                "account", account(person));
    }

    private Map<String, @Nullable Object> details(Person person) {
        Map<String, @Nullable Object> details = listed(person);
        details.put("emailVerified", true);
        details.put("emailPublic", false);
        details.put("videosHistoryEnabled", true);
        details.put("p2pEnabled", false);
        details.put("videoQuota", -1);
        details.put(
                "videoQuotaUsed",
                world.of(person).stream()
                        .mapToLong(video -> video.content().length)
                        .sum());
        details.put("videosCount", world.of(person).size());
        details.put("videoCommentsCount", world.by(person).size());
        details.put(
                "abusesCount",
                reports(report -> person.equals(report.flagged())).size());
        details.put(
                "abusesCreatedCount",
                reports(report -> person.equals(report.reporter())).size());
        details.put("notificationSettings", object("newCommentOnMyVideo", 3));
        details.put("videoChannels", List.of(channel(person)));
        details.put("blocked", false);
        details.put("lastLoginDate", person.since().toString());
        details.put("twoFactorEnabled", false);
        return details;
    }

    private static Map<String, @Nullable Object> account(Person person) {
        return object(
                "id", person.account(),
                "name", person.name(),
                "host", PeerTubeWorld.HOST,
                "displayName", person.display(),
                "url", "https://" + PeerTubeWorld.HOST + "/accounts/" + person.name(),
                "userId", person.id());
    }

    private static Map<String, @Nullable Object> channel(Person person) {
        return object(
                "id", 2000 + person.id(),
                "name", person.name() + "_channel",
                "displayName", person.display() + "'s channel",
                "url", "https://" + PeerTubeWorld.HOST + "/video-channels/" + person.name(),
                "createdAt", person.since().toString(),
                "ownerAccount", account(person));
    }

    private Answer account(String name, String what, Map<String, List<String>> query) {
        Optional<Person> person =
                world.people.stream().filter(each -> each.name().equals(name)).findFirst();
        if (person.isEmpty()) {
            return problem(404, "Account not found", null);
        }
        return switch (what) {
            case "videos" -> page(query, shown(person.get(), query), video -> video(video, query));
            case "video-channels" -> page(query, List.of(person.get()), PeerTubeAnswers::channel);
            case "video-channel-syncs" -> page(query, List.of(), Function.identity());
            case "video-playlists" ->
                page(query, person.get().equals(world.mira) ? List.of(playlist()) : List.of(), Function.identity());
            // owners only, whoever else asks
            case "ratings", "followers" -> problem(403, "Only owner of this account can access this resource", null);
            default -> NO_ROUTE;
        };
    }

    /** Without being asked for more, PeerTube lists what is public and published. */
    private List<Video> shown(Person owner, Map<String, List<String>> query) {
        List<String> privacies = query.getOrDefault("privacyOneOf", List.of("1"));
        int include = Integer.parseInt(one(query, "include", "0"));
        List<Video> shown = new ArrayList<>(world.of(owner).stream()
                .filter(video -> privacies.contains(Integer.toString(video.privacy())))
                .filter(video -> video.state() == 1 || (include & 1) != 0)
                .sorted(Comparator.comparing(Video::at))
                .toList());
        return one(query, "sort", "-publishedAt").startsWith("-") ? shown.reversed() : shown;
    }

    private Map<String, @Nullable Object> video(Video video, Map<String, List<String>> query) {
        int include = Integer.parseInt(one(query, "include", "0"));
        Map<String, @Nullable Object> shown = object(
                "id", video.id(),
                "uuid", video.uuid(),
                "shortUUID", "s" + video.id(),
                "name", video.name(),
                "description", "About " + video.name(),
                "createdAt", video.at().toString(),
                "publishedAt", video.at().toString(),
                "privacy", object("id", video.privacy(), "label", "Privacy " + video.privacy()),
                "state", object("id", video.state(), "label", "State " + video.state()),
                "duration", 61,
                "isLive", video.live(),
                "isLocal", true,
                "views", 7,
                "likes", 2,
                "dislikes", 0,
                "url", PeerTubeWorld.url(video),
                "account", account(video.owner()),
                "channel", channel(video.owner()));
        if ((include & 8) != 0) {
            shown.put(
                    "files",
                    video.storage() == Storage.NONE ? List.of() : List.of(file(video, 480), file(video, 1080)));
            shown.put("streamingPlaylists", List.of());
        }
        if ((include & 32) != 0) {
            shown.put(
                    "videoSource",
                    video.storage() == Storage.NONE
                            ? null
                            : object(
                                    "inputFilename",
                                    video.name() + ".mkv",
                                    "size",
                                    video.content().length,
                                    "fileDownloadUrl",
                                    video.originalKept() ? address("original-video-files", video) : null));
        }
        return shown;
    }

    private static Map<String, @Nullable Object> file(Video video, int resolution) {
        return object(
                "id",
                video.id() * 10_000 + resolution,
                "resolution",
                object("id", resolution, "label", resolution + "p"),
                "size",
                resolution == 1080 ? video.content().length : 99,
                "fileUrl",
                "https://" + PeerTubeWorld.HOST + "/static/web-videos/" + video.uuid(),
                "fileDownloadUrl",
                "https://" + PeerTubeWorld.HOST + "/download/web-videos/" + video.uuid() + "-" + resolution + ".mp4",
                "hasAudio",
                true,
                "hasVideo",
                true);
    }

    private static String address(String kind, Video video) {
        return "https://" + PeerTubeWorld.HOST + "/download/" + kind + "/" + video.file();
    }

    private static Map<String, @Nullable Object> playlist() {
        return object(
                "id",
                5,
                "uuid",
                "77777777-0000-4000-8000-000000000000",
                "displayName",
                "Films I like to show",
                "description",
                null,
                "privacy",
                object("id", 1, "label", "Public"),
                "videosLength",
                3,
                "createdAt",
                "2026-03-01T00:00:00Z",
                "updatedAt",
                "2026-03-01T00:00:00Z");
    }

    private List<Map<String, @Nullable Object>> sessions(Person person) {
        return world.sessions.stream()
                .filter(session -> session.person().id() == person.id())
                .map(session -> object(
                        "id", session.id(),
                        "currentSession", false,
                        "loginDevice", session.device(),
                        "loginIP", "192.0.2.31",
                        "loginDate", person.since().toString(),
                        "lastActivityDevice", session.device(),
                        "lastActivityIP", "192.0.2.31",
                        "lastActivityDate", person.since().toString(),
                        "createdAt", person.since().toString()))
                .toList();
    }

    /** Parts of the author's name, so others' comments come along. */
    private Answer comments(Map<String, List<String>> query) {
        String words = one(query, "searchAccount", "").toLowerCase(Locale.ROOT);
        List<Comment> found = world.comments.stream()
                .filter(comment -> comment.author().name().contains(words))
                .toList();
        return page(
                query,
                found,
                comment -> object(
                        "id", comment.id(),
                        "url", PeerTubeWorld.url(comment.video()) + "/comments/" + comment.id(),
                        "text", comment.text(),
                        "threadId", comment.parent() == 0 ? comment.id() : comment.parent(),
                        "inReplyToCommentId", comment.parent() == 0 ? null : comment.parent(),
                        "createdAt", comment.at().toString(),
                        "updatedAt", comment.at().toString(),
                        "account", account(comment.author()),
                        "video",
                                object(
                                        "id", comment.video().id(),
                                        "uuid", comment.video().uuid(),
                                        "name", comment.video().name()),
                        "heldForReview", false,
                        "automaticTags", List.of()));
    }

    /** Parts of names, as with comments; a report without a name is not found by one. */
    private Answer abuses(Map<String, List<String>> query) {
        String reporter = one(query, "searchReporter", "");
        String reportee = one(query, "searchReportee", "");
        return page(
                query,
                reports(report -> !reporter.isEmpty() && has(report.reporter(), reporter)
                        || !reportee.isEmpty() && has(report.flagged(), reportee)),
                PeerTubeAnswers::abuse);
    }

    private static boolean has(@Nullable Person person, String words) {
        return person != null && person.name().contains(words);
    }

    private List<Report> reports(Predicate<Report> wanted) {
        return world.reports.stream().filter(wanted).toList();
    }

    private static @Nullable Map<String, @Nullable Object> of(@Nullable Person person) {
        return person == null ? null : account(person);
    }

    private static Map<String, @Nullable Object> abuse(Report report) {
        // the reported comment is the reported person's
        Person flagged = report.flagged();
        String words = flagged != null && flagged.name().startsWith(DemoAccount.MEMBER.username())
                ? "Mira's own words"
                : PeerTubeWorld.WORDS_OF_OTHERS;
        return object(
                "id",
                report.id(),
                "reason",
                report.reason(),
                "predefinedReasons",
                List.of("spamOrMisleading"),
                "reporterAccount",
                of(report.reporter()),
                "flaggedAccount",
                of(flagged),
                "state",
                object("id", 3, "label", "Accepted"),
                "moderationComment",
                PeerTubeWorld.NOTE_OF_MODERATORS,
                "video",
                null,
                "comment",
                object("id", 8, "threadId", 8, "text", words, "deleted", false),
                "createdAt",
                "2026-04-01T00:00:00Z",
                "updatedAt",
                "2026-04-02T00:00:00Z",
                "countReportsForReporter",
                1,
                "countReportsForReportee",
                1,
                "countMessages",
                0);
    }

    /** Parts of names and of addresses. */
    private List<Map<String, @Nullable Object>> registrations(String search) {
        String words = search.toLowerCase(Locale.ROOT);
        return world.registrations.stream()
                .filter(each -> each.name().contains(words)
                        || each.email().toLowerCase(Locale.ROOT).contains(words))
                .map(each -> object(
                        "id", each.id(),
                        "state", object("id", 3, "label", "Accepted"),
                        "registrationReason", each.reason(),
                        "moderationResponse", null,
                        "username", each.name(),
                        "email", each.email(),
                        "user", each.user() == 0 ? null : object("id", each.user()),
                        "createdAt", each.at().toString(),
                        "updatedAt", each.at().toString()))
                .toList();
    }

    private static <T> Answer page(
            Map<String, List<String>> query, List<T> all, Function<? super T, ? extends @Nullable Object> form) {
        int start = Integer.parseInt(one(query, "start", "0"));
        int count = Integer.parseInt(one(query, "count", "15"));
        if (count > 100) {
            return problem(400, "Should have a number count", null);
        }
        return json(
                200,
                object(
                        "total", all.size(),
                        "data",
                                all.subList(Math.min(start, all.size()), Math.min(start + count, all.size())).stream()
                                        .map(form)
                                        .toList()));
    }

    private static String one(Map<String, List<String>> query, String name, String otherwise) {
        return Objects.requireNonNull(query.getOrDefault(name, List.of(otherwise)))
                .getFirst();
    }
}
