package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.SideBySide;
import cloud.maidan.portal.services.peertube.PeerTubeClient.Page;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What PeerTube holds about one account, as far as it shows it to an administrator. What only the account itself may ask
 * for has no count here: it is in the archive that PeerTube makes for an export.
 */
class PeerTubeView {

    /** Kept for the member, shown to nobody else, administrators included. */
    private static final List<String> UNSEEN = List.of("history", "likes", "subscriptions", "notifications", "mutes");

    private final PeerTubeClient peertube;
    private final PeerTubeProperties properties;
    private final JsonNode user;
    private final String id;
    private final List<Category> categories = new ArrayList<>();

    PeerTubeView(PeerTubeClient peertube, PeerTubeProperties properties, JsonNode user) {
        this.peertube = peertube;
        this.properties = properties;
        this.user = user;
        this.id = user.path("id").asString();
    }

    DataSummary summary() {
        String name = user.path("account").path("name").asString();
        try (SideBySide questions = new SideBySide(PeerTubeClient.ID)) {
            Supplier<Page> oldest = questions.ask(() -> peertube.videos(name, 0, 1, false));
            Supplier<Page> newest = questions.ask(() -> peertube.videos(name, 0, 1, true));
            Supplier<Optional<Page>> sessions = questions.ask(() -> peertube.sessions(id, 0));
            Supplier<Page> channels = questions.ask(() -> peertube.channels(name, 0, 1));
            Supplier<Page> syncs = questions.ask(() -> peertube.channelSyncs(name, 0, 1));
            Supplier<Page> playlists = questions.ask(() -> peertube.playlists(name, 0, 1));
            Supplier<Long> registrations = questions.ask(() -> registrations(user));
            Supplier<Optional<List<JsonNode>>> archives = questions.ask(() -> peertube.archives(id));

            long videos = videos(user, oldest.get(), newest.get());
            add("channels", channels.get().total());
            add("comments", number(user, "videoCommentsCount"));
            add(
                    "playlists",
                    null,
                    Text.of("peertube.playlists.detail", playlists.get().total()));
            UNSEEN.forEach(each -> add(
                    each,
                    null,
                    Text.of(each.equals("notifications") ? "peertube.unseen.notifications" : "peertube.unseen")));
            account(user);
            sessions(sessions.get());
            add("reports-made", number(user, "abusesCreatedCount"));
            add("reports-about", number(user, "abusesCount"));
            add("registration", registrations.get());
            add("channel-syncs", syncs.get().total());
            archives(archives.get());
            return new DataSummary(
                    headline(videos, number(user, "videoCommentsCount")),
                    remarks(user, archives.get()),
                    categories,
                    List.of(Text.of("peertube.hidden"), Text.of("peertube.hidden.how")),
                    videos == 0 ? List.of() : List.of(Text.of("peertube.reach")),
                    properties.page("/my-account/settings"));
        }
    }

    private static Text headline(long videos, @Nullable Long comments) {
        return comments == null
                ? Text.of("peertube.headline.videos", videos)
                : Text.of("peertube.headline", videos, comments);
    }

    private long videos(JsonNode user, Page oldest, Page newest) {
        categories.add(category(
                "videos",
                newest.total(),
                bytes(user, newest.total()),
                at(oldest),
                at(newest),
                newest.total() == 0 ? null : Text.of("peertube.videos.detail")));
        return newest.total();
    }

    /** PeerTube counts the uploaded files, or the largest form where it did not keep those. */
    private static @Nullable Long bytes(JsonNode user, long videos) {
        JsonNode used = user.path("videoQuotaUsed");
        return videos == 0 ? Long.valueOf(0) : used.isIntegralNumber() ? Long.valueOf(used.asLong()) : null;
    }

    private void account(JsonNode user) {
        Instant made = time(user.path("createdAt"));
        categories.add(category("account", 1L, null, made, made, null));
    }

    private void sessions(Optional<Page> page) {
        if (page.isEmpty()) {
            add("sessions", null, Text.of("peertube.sessions.unknown"));
            return;
        }
        List<JsonNode> all = page.get().data();
        boolean complete = all.size() == page.get().total();
        categories.add(category(
                "sessions",
                page.get().total(),
                null,
                all.isEmpty() ? null : time(all.getFirst().path("createdAt")),
                all.isEmpty() || !complete ? null : time(all.getLast().path("createdAt")),
                null));
    }

    /** The search finds parts of names and addresses, others' too. */
    private long registrations(JsonNode user) {
        String name = user.path("username").asString("");
        return peertube.registrations(name, 0).data().stream()
                .filter(each -> each.path("username").asString("").equals(name))
                .count();
    }

    private void archives(Optional<List<JsonNode>> archives) {
        if (archives.isPresent()) {
            add("archives", (long) archives.get().size());
        } else {
            add("archives", null, Text.of("peertube.archives.off"));
        }
    }

    private static List<Text> remarks(JsonNode user, Optional<List<JsonNode>> archives) {
        List<Text> remarks = new ArrayList<>();
        if (user.path("blocked").asBoolean(false)) {
            remarks.add(Text.of("peertube.remark.blocked"));
        }
        if (!user.path("videosHistoryEnabled").asBoolean(true)) {
            remarks.add(Text.of("peertube.remark.history-off"));
        }
        remarks.add(Text.of(archives.isEmpty() ? "peertube.remark.archives-off" : "peertube.remark.archive"));
        return remarks;
    }

    private void add(String kind, @Nullable Long count) {
        add(kind, count, null);
    }

    private void add(String kind, @Nullable Long count, @Nullable Text detail) {
        categories.add(category(kind, count, null, null, null, detail));
    }

    private Category category(
            String kind,
            @Nullable Long count,
            @Nullable Long bytes,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            @Nullable Text detail) {
        String key = "peertube." + kind;
        return new Category(
                kind,
                Text.of(key),
                detail,
                count,
                bytes,
                oldest,
                newest,
                Text.of(key + ".purpose"),
                kind.startsWith("reports-") ? LegalBasis.LEGITIMATE_INTERESTS : LegalBasis.CONTRACT,
                Text.of(key + ".retention"),
                Text.of(key + ".visible"),
                false,
                properties.page(changedAt(kind)));
    }

    private static String changedAt(String kind) {
        return switch (kind) {
            case "videos" -> "/my-library/videos";
            case "channels", "channel-syncs" -> "/my-library/video-channels";
            case "playlists" -> "/my-library/video-playlists";
            case "history" -> "/my-library/history/videos";
            case "subscriptions" -> "/my-library/subscriptions";
            case "notifications" -> "/my-account/notifications";
            case "mutes" -> "/my-account/blocklist/accounts";
            case "reports-made" -> "/my-account/abuses";
            case "archives" -> "/my-account/import-export";
            default -> "/my-account/settings";
        };
    }

    private static @Nullable Long number(JsonNode user, String field) {
        JsonNode number = user.path(field);
        return number.isIntegralNumber() ? Long.valueOf(number.asLong()) : null;
    }

    private static @Nullable Instant at(Page page) {
        return page.data().isEmpty() ? null : time(page.data().getFirst().path("createdAt"));
    }

    static @Nullable Instant time(JsonNode text) {
        try {
            return text.isString() ? Instant.parse(text.asString()) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
