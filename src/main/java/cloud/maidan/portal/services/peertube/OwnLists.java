package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.peertube.PeerTubeClient.Page;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists that an administrator may read beyond what PeerTube's own archive holds, in the order they are written. */
enum OwnLists {
    SESSIONS("sessions"),
    CHANNELS("channels"),
    CHANNEL_SYNCS("channel-syncs"),
    PUBLIC_PLAYLISTS("public-playlists"),
    COMMENTS("comments"),
    REPORTS_MADE("reports-made"),
    REPORTS_ABOUT("reports-about"),
    REGISTRATIONS("registrations");

    /** Who reported somebody, and what moderators wrote about it for each other, is not for those it is about. */
    private static final Set<String> OF_MODERATORS = Set.of(
            "reporterAccount",
            "moderationComment",
            "countReportsForReporter",
            "countReportsForReportee",
            "countMessages");

    private final String file;

    OwnLists(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    /** Empty when this PeerTube has no such list. */
    Optional<Page> page(PeerTubeClient peertube, JsonNode user, long start) {
        String name = user.path("account").path("name").asString();
        return switch (this) {
            case SESSIONS -> peertube.sessions(user.path("id").asString(), start);
            case CHANNELS -> Optional.of(peertube.channels(name, start, PeerTubeClient.PAGE));
            case CHANNEL_SYNCS -> Optional.of(peertube.channelSyncs(name, start, PeerTubeClient.PAGE));
            case PUBLIC_PLAYLISTS -> Optional.of(peertube.playlists(name, start, PeerTubeClient.PAGE));
            case COMMENTS -> Optional.of(peertube.comments(name, start));
            case REPORTS_MADE -> Optional.of(peertube.reports("searchReporter", name, start));
            case REPORTS_ABOUT -> Optional.of(peertube.reports("searchReportee", name, start));
            case REGISTRATIONS ->
                Optional.of(peertube.registrations(user.path("username").asString(), start));
        };
    }

    /** The row as it is the account's to take; empty when the search found somebody else's. */
    Optional<JsonNode> own(JsonNode row, JsonNode user) {
        return switch (this) {
            case SESSIONS, CHANNEL_SYNCS, PUBLIC_PLAYLISTS -> Optional.of(row);
            case CHANNELS -> theirs(row.path("ownerAccount"), user) ? Optional.of(row) : Optional.empty();
            case COMMENTS ->
                theirs(row.path("account"), user) ? Optional.of(without(row, Set.of("account"))) : Optional.empty();
            case REPORTS_MADE ->
                theirs(row.path("reporterAccount"), user)
                        ? Optional.of(withoutWordsOfOthers(without(row, OF_MODERATORS)))
                        : Optional.empty();
            case REPORTS_ABOUT ->
                theirs(row.path("flaggedAccount"), user)
                        ? Optional.of(without(without(row, OF_MODERATORS), Set.of("reason")))
                        : Optional.empty();
            case REGISTRATIONS ->
                row.path("username").asString("").equals(user.path("username").asString())
                        ? Optional.of(without(row, Set.of("password")))
                        : Optional.empty();
        };
    }

    private static boolean theirs(JsonNode account, JsonNode user) {
        return account.path("id").isIntegralNumber()
                && account.path("id").asLong()
                        == user.path("account").path("id").asLong();
    }

    private static JsonNode without(JsonNode row, Set<String> fields) {
        return ((ObjectNode) row).deepCopy().remove(fields);
    }

    /** Of a reported comment its address is enough: the words are somebody else's. */
    private static JsonNode withoutWordsOfOthers(JsonNode report) {
        if (report.path("comment") instanceof ObjectNode comment) {
            comment.remove("text");
        }
        if (report.path("flaggedAccount") instanceof ObjectNode account) {
            account.retain("name", "host");
        }
        return report;
    }
}
