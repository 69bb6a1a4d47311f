package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the archive's README says about each file, and which schema the file follows. */
final class Explained {

    /** Files and fields, each explained by the message {@code peertube.export.<file>[.<field>]}. */
    private static final List<String> PATHS = List.of(
            "native/api/account.json",
            "native/api/account.json#pluginAuth",
            "native/api/account.json#videoQuotaUsed",
            "native/api/account.json#notificationSettings",
            "native/api/account.json#adminFlags",
            "native/api/sessions-*.ndjson",
            "native/api/sessions-*.ndjson#loginIP",
            "native/api/channels-*.ndjson",
            "native/api/channel-syncs-*.ndjson",
            "native/api/public-playlists-*.ndjson",
            "native/api/comments-*.ndjson",
            "native/api/reports-made-*.ndjson",
            "native/api/reports-about-*.ndjson",
            "native/api/registrations-*.ndjson",
            "native/api/videos-*.ndjson",
            "native/api/videos-*.ndjson#privacy",
            "native/videos/*",
            "native/peertube/videos.json",
            "native/peertube/videos.json#passwords",
            "native/peertube/videos.json#streamKey",
            "native/peertube/videos.json#archiveFiles",
            "native/peertube/channels.json",
            "native/peertube/account.json",
            "native/peertube/blocklist.json",
            "native/peertube/likes.json",
            "native/peertube/dislikes.json",
            "native/peertube/follower.json",
            "native/peertube/following.json",
            "native/peertube/user-settings.json",
            "native/peertube/comments.json",
            "native/peertube/video-playlists.json",
            "native/peertube/video-history.json",
            "native/peertube/video-history.json#lastTimecode",
            "native/peertube/watched-words-lists.json",
            "native/peertube/automatic-tag-policies.json",
            "native/activity-pub/*",
            "native/files/*",
            "native/again-*",
            "neutral/videos-*.csv",
            "neutral/comments-*.csv");

    /** Schemas by path; the resource is {@code /schemas/peertube/<name>.schema.json}. */
    private static final Map<String, String> SCHEMAS = new TreeMap<>(Map.ofEntries(
            Map.entry("native/api/account.json", "account"),
            Map.entry("native/api/sessions-*.ndjson", "session"),
            Map.entry("native/api/channels-*.ndjson", "channel"),
            Map.entry("native/api/channel-syncs-*.ndjson", "channel-sync"),
            Map.entry("native/api/public-playlists-*.ndjson", "playlist"),
            Map.entry("native/api/comments-*.ndjson", "comment"),
            Map.entry("native/api/reports-made-*.ndjson", "report"),
            Map.entry("native/api/reports-about-*.ndjson", "report"),
            Map.entry("native/api/registrations-*.ndjson", "registration"),
            Map.entry("native/api/videos-*.ndjson", "video"),
            Map.entry("native/peertube/videos.json", "archive-videos"),
            Map.entry("native/peertube/channels.json", "archive-channels"),
            Map.entry("native/peertube/account.json", "archive-account"),
            Map.entry("native/peertube/blocklist.json", "archive-blocklist"),
            Map.entry("native/peertube/likes.json", "archive-likes"),
            Map.entry("native/peertube/dislikes.json", "archive-dislikes"),
            Map.entry("native/peertube/follower.json", "archive-followers"),
            Map.entry("native/peertube/following.json", "archive-following"),
            Map.entry("native/peertube/user-settings.json", "archive-settings"),
            Map.entry("native/peertube/comments.json", "archive-comments"),
            Map.entry("native/peertube/video-playlists.json", "archive-playlists"),
            Map.entry("native/peertube/video-history.json", "archive-history"),
            Map.entry("native/peertube/watched-words-lists.json", "archive-watched-words"),
            Map.entry("native/peertube/automatic-tag-policies.json", "archive-tag-policies"),
            Map.entry("native/activity-pub/*.json", "activity-streams")));

    private Explained() {}

    static void say(ExportSink sink) {
        PATHS.forEach(path -> sink.describe(path, Text.of(key(path))));
        SCHEMAS.forEach((path, name) -> sink.schema(path, "/schemas/peertube/" + name + ".schema.json"));
    }

    /** {@code native/api/videos-*.ndjson#privacy} is explained by {@code peertube.export.api.videos.privacy}. */
    static String key(String path) {
        return path.replace("native/", "peertube.export.")
                .replace("neutral/", "peertube.export.neutral.")
                .replaceAll("(-\\*)?\\.(nd)?(json|csv)", "")
                .replaceAll("[-/]\\*$", "")
                .replace('/', '.')
                .replace('#', '.');
    }
}
