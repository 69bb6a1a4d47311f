package cloud.maidan.portal.services.peertube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export.Progress;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The same promises against the stand-in and, where one is named, a living PeerTube. */
@ParameterizedClass
@MethodSource("servers")
class PeerTubeAdapterTests {

    private static final JsonMapper JSON = new JsonMapper();

    private final PeerTubeServer server;

    PeerTubeAdapterTests(PeerTubeServer server) {
        this.server = server;
    }

    static List<PeerTubeServer> servers() {
        return PeerTubeServer.all();
    }

    @Test
    void whoSeesAndFindsIsReadAndSetByTheMemberAlone() {
        List<Setting> settings = server.adapter().settings(server.account());

        assertThat(settings)
                .extracting(Setting::id)
                .containsExactly("videos", "emailPublic", "videosHistoryEnabled", "page", "p2pEnabled");
        assertThat(settings.get(3).way()).isInstanceOf(Way.Decided.class);
        assertThat(server.adapter().set(server.account(), "p2pEnabled", "on", () -> {}))
                .isEqualTo(new Applied.Refused(Text.of("services.settings.only-you")));
    }

    @Test
    void anAddressProposesTheAccountThatASignInMade() {
        assertThat(server.adapter().find(PeerTubeServer.member(server.address())))
                .isEqualTo(new Lookup.Proposed(server.account().id(), true));
    }

    @Test
    void nobodyIsFoundWithoutAnAddressOrWithAStrangers() {
        assertThat(server.adapter().find(PeerTubeServer.member(null))).isEqualTo(new Lookup.NoAccount());
        assertThat(server.adapter().find(PeerTubeServer.member("nobody@nowhere.example")))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    void aProvenAccountIsFoundByItsNumber() {
        assertThat(server.adapter().findAgain(server.account()))
                .isEqualTo(new Lookup.Found(server.account().id(), Evidence.ADDRESS));
    }

    @Test
    void theCheckNamesTheVersionAndWhatIsMissing() {
        assertThat(server.adapter().check()).isInstanceOf(Health.Well.class);
        assertThat(server.adapter(server.url(), "not the password", HttpLimits.standard())
                        .check())
                .isInstanceOfSatisfying(
                        Health.Lacking.class,
                        lacking -> assertThat(lacking.missing())
                                .extracting("key")
                                .containsExactly("peertube.check.password"));
    }

    @Test
    void everyAccountIsListedOnce() {
        List<AccountPage.Entry> all = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            AccountPage page = server.adapter().accounts(next.get());
            all.addAll(page.accounts());
            next = page.next();
        }

        assertThat(all).extracting(AccountPage.Entry::account).doesNotHaveDuplicates();
        assertThat(all).contains(new AccountPage.Entry(server.account().id(), Optional.empty()));
    }

    @Test
    void theSummaryCountsWhatCanBeCountedAndSaysWhatCannot() {
        DataSummary summary = server.adapter().view(server.account());

        assertThat(summary.categories())
                .extracting(Category::id)
                .containsExactly(
                        "videos",
                        "channels",
                        "comments",
                        "playlists",
                        "history",
                        "likes",
                        "subscriptions",
                        "notifications",
                        "mutes",
                        "account",
                        "sessions",
                        "reports-made",
                        "reports-about",
                        "registration",
                        "channel-syncs",
                        "archives");
        for (String unseen : List.of("history", "likes", "subscriptions", "notifications", "mutes", "playlists")) {
            assertThat(category(summary, unseen).count())
                    .as("unknown is not zero: " + unseen)
                    .isNull();
        }
        assertThat(category(summary, "videos").count()).isNotNull();
        assertThat(category(summary, "comments").count()).isNotNull();
        assertThat(category(summary, "account").oldest()).isNotNull();
        assertThat(summary.hidden()).hasSize(2);
        assumeTrue(server.standIn() != null);
        assertThat(category(summary, "videos").count()).isEqualTo(7);
        assertThat(category(summary, "videos").oldest())
                .isBefore(category(summary, "videos").newest());
        assertThat(category(summary, "comments").count()).isEqualTo(12);
        assertThat(category(summary, "sessions").count()).isEqualTo(1);
        assertThat(category(summary, "registration").count()).isEqualTo(1);
    }

    @Test
    void theExportHoldsTheArchiveThatPeerTubeMakesAndWhatIsNotInIt() {
        RecordedSink sink = server.export();

        assertThat(sink.entries.keySet())
                .contains(
                        "native/api/account.json",
                        "native/api/sessions-000001.ndjson",
                        "native/peertube/videos.json",
                        "native/peertube/video-history.json",
                        "native/peertube/user-settings.json",
                        "native/peertube/blocklist.json",
                        "native/activity-pub/outbox.json",
                        "native/activity-pub/actor.json");
        assertThat(sink.entries.keySet()).noneMatch(path -> path.contains("..") || path.startsWith("/"));
        sink.entries.forEach((path, content) -> {
            if (path.endsWith(".json")) {
                assertThat(JSON.readTree(content).isObject()).as(path).isTrue();
            }
        });
        assertThat(sink.everything()).doesNotContain("streamKey", "\"passwords\"", "?jwt=", server.password());
        assertThat(sink.described).isNotEmpty();
        assertThat(sink.schemas.values())
                .allSatisfy(resource -> assertThat(getClass().getResource(resource))
                        .as(resource)
                        .isNotNull());
    }

    @Test
    void videosComeWithTheirFiles() {
        assumeTrue(server.standIn() != null);
        RecordedSink sink = server.export();

        server.standIn()
                .files()
                .forEach((path, content) ->
                        assertThat(sink.entries.get(path)).as(path).isEqualTo(content));
        assertThat(sink.lines("native/api/videos")).hasSize(7);
        assertThat(sink.text("neutral/videos-000001.csv"))
                .startsWith("name,published,")
                .contains("Laying stones: a workshop")
                .hasLineCount(8);
    }

    @Test
    void theExportGoesOnFromEveryCursorAndWritesNothingTwice() {
        RecordedSink whole = server.export();
        List<String> paths = List.copyOf(whole.entries.keySet());

        for (int i = 0; i < whole.cursors.size(); i++) {
            RecordedSink rest = server.export(server.adapter(), whole.cursors.get(i));
            assertThat(rest.entries.keySet())
                    .as("after %s", whole.cursors.get(i).value())
                    .containsExactlyElementsOf(paths.subList(whole.entriesAtCursor.get(i), paths.size()));
        }
    }

    @Test
    void whileTheArchiveIsMadeTheExportComesBackLater() {
        assumeTrue(server.standIn() != null);
        PeerTubeServer fresh = PeerTubeServer.of(cloud.maidan.demo.PeerTubeStandIn.start(0, PeerTubeServer.CLOCK));
        RecordedSink sink = new RecordedSink();

        Progress first = fresh.adapter().export(fresh.account(), Cursor.START, sink);

        assertThat(first)
                .isInstanceOfSatisfying(
                        Progress.Later.class,
                        later -> assertThat(later.at()).isEqualTo(PeerTubeServer.NOW.plusSeconds(20)));
        assertThat(sink.entries.keySet())
                .as("what there is meanwhile is written")
                .anyMatch(path -> path.startsWith("native/videos/"));
    }

    private static Category category(DataSummary summary, String id) {
        return summary.categories().stream()
                .filter(category -> category.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
