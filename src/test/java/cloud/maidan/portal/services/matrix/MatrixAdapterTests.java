package cloud.maidan.portal.services.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same promises against the stand-in, a real Synapse and, where one is named, a living one. */
@ParameterizedClass
@MethodSource("servers")
class MatrixAdapterTests {

    private static final JsonMapper JSON = new JsonMapper();

    private final MatrixServer server;

    MatrixAdapterTests(MatrixServer server) {
        this.server = server;
    }

    static List<MatrixServer> servers() {
        return MatrixServer.all();
    }

    @Test
    void anAccountIsFoundByItsSubjectAndNeverByItsName() {
        MatrixAdapter adapter = server.adapter();

        assertThat(adapter.find(MatrixServer.member(server.seed().subject())))
                .isEqualTo(new Lookup.Found(server.seed().account(), Evidence.SUBJECT));
        assertThat(adapter.find(MatrixServer.member(UUID.randomUUID().toString())))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    void aWrongAddressIsNotMistakenForAMissingAccount() {
        MatrixAdapter elsewhere = server.adapter(server.url() + "/elsewhere", server.token(), HttpLimits.standard());

        assertThatThrownBy(
                        () -> elsewhere.find(MatrixServer.member(server.seed().subject())))
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.UNREADABLE));
    }

    @Test
    void theCheckNamesTheVersionAndWhatIsMissing() {
        assertThat(server.adapter().check()).isInstanceOf(Health.Well.class);

        Health unknown = server.adapter(server.url(), "not-a-token", HttpLimits.standard())
                .check();
        assertThat(unknown)
                .isInstanceOfSatisfying(
                        Health.Lacking.class,
                        lacking -> assertThat(lacking.missing())
                                .extracting("key")
                                .containsExactly("matrix.check.token-unknown"));
        assumeTrue(!server.memberToken().isEmpty());
        Health member = server.adapter(server.url(), server.memberToken(), HttpLimits.standard())
                .check();
        assertThat(member)
                .isInstanceOfSatisfying(
                        Health.Lacking.class,
                        lacking -> assertThat(lacking.missing())
                                .extracting("key")
                                .containsExactly("matrix.check.not-an-administrator"));
    }

    @Test
    void everyAccountIsListedOnceWithItsSubject() {
        assumeTrue(server.seeded());
        MatrixAdapter adapter = server.adapter();
        List<AccountPage.Entry> all = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            AccountPage page = adapter.accounts(next.get());
            all.addAll(page.accounts());
            next = page.next();
        }

        assertThat(all).extracting(AccountPage.Entry::account).doesNotHaveDuplicates();
        assertThat(all)
                .contains(new AccountPage.Entry(
                        server.seed().account(), Optional.of(server.seed().subject())))
                .contains(new AccountPage.Entry("@portal:riverbend.example", Optional.empty()));
    }

    @Test
    void theSummaryCountsWhatCanBeCountedAndSaysWhatCannot() {
        DataSummary summary = server.adapter().view(server.account());

        assertThat(summary.categories())
                .extracting(Category::id)
                .containsExactly(
                        "messages",
                        "sealed-messages",
                        "files",
                        "profile",
                        "contact-addresses",
                        "devices",
                        "connections",
                        "rooms",
                        "settings",
                        "pushers");
        assertThat(category(summary, "sealed-messages").sealed()).isTrue();
        assertThat(summary.settings()).isEqualTo("https://chat.riverbend.example");
        assumeTrue(server.seeded());
        assertThat(category(summary, "messages").count())
                .as("unknown is not zero")
                .isNull();
        assertThat(category(summary, "sealed-messages").count()).isNull();
        assertThat(category(summary, "rooms").count()).isEqualTo(server.seed().rooms());
        assertThat(category(summary, "devices").count()).isEqualTo(1);
        assertThat(category(summary, "pushers").count()).isEqualTo(1);
        assertThat(category(summary, "contact-addresses").count()).isEqualTo(1);
        assertThat(summary.hidden()).hasSize(2);
    }

    @Test
    void filesAreCountedForTheMemberAloneThoughTheSearchFindsOthers() {
        assumeTrue(server.seeded());
        Category files = category(server.adapter().view(server.account()), "files");
        long lost = server.name().equals("stand-in") ? 1 : 0;

        assertThat(files.count()).isEqualTo(server.seed().files().size() + lost);
        assertThat(files.bytes())
                .isGreaterThanOrEqualTo(server.seed().bytes())
                .isLessThan(server.seed().bytes() + 100);
        assertThat(files.oldest()).isBefore(files.newest());
    }

    @Test
    void secondsAndMillisecondsBothBecomeTheTimeTheyMean() {
        DataSummary summary = server.adapter().view(server.account());
        Instant first = Instant.parse("2014-01-01T00:00:00Z");
        Instant last = Instant.parse("2040-01-01T00:00:00Z");

        for (String id : List.of("profile", "devices", "connections", "files", "contact-addresses")) {
            Category category = category(summary, id);
            if (category.newest() != null) {
                assertThat(category.newest()).as(id).isBetween(first, last);
            }
        }
        assertThat(category(summary, "profile").newest()).isNotNull();
    }

    @Test
    void theExportHoldsEveryMessageOfTheMemberOnceAndNobodyElses() {
        RecordedSink sink = export();

        List<JsonNode> events =
                sink.lines("native/rooms/").stream().map(JSON::readTree).toList();
        assertThat(events)
                .allMatch(event ->
                        event.path("sender").asString("").equals(server.seed().account()));
        assertThat(events)
                .extracting(event -> event.path("event_id").asString())
                .doesNotHaveDuplicates();
        assertThat(events).noneMatch(event -> event.has("unsigned") || event.has("prev_content"));
        assumeTrue(server.seeded());
        assertThat(events)
                .filteredOn(event ->
                        event.path("content").path("msgtype").asString("").equals("m.text"))
                .extracting(event -> event.path("content").path("body").asString())
                .containsExactlyInAnyOrderElementsOf(server.seed().texts());
        assertThat(sink.everything()).doesNotContain(server.seed().foreign());
        assertThat(events)
                .filteredOn(event -> event.path("type").asString().equals("m.reaction"))
                .hasSize(1);
        assertThat(events)
                .filteredOn(event -> event.has("redacted_ts"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("content").size()).isZero());
    }

    @Test
    void roomsLeftBehindAndSealedRoomsAreInTheExport() {
        assumeTrue(server.seeded());
        RecordedSink sink = export();

        assertThat(sink.lines("native/rooms/" + server.seed().leftRoom().replace('/', '_')))
                .anyMatch(line -> line.contains("Goodbye, winter market"));
        assertThat(sink.lines("native/rooms/" + server.seed().sealedRoom()))
                .anyMatch(line -> line.contains(server.seed().sealed()));
        assertThat(sink.text("native/memberships.json")).contains(server.seed().leftRoom(), "leave");
    }

    @Test
    void filesComeWithTheirBytes() {
        assumeTrue(server.seeded());
        RecordedSink sink = export();

        assertThat(sink.lines("native/files/"))
                .hasSizeGreaterThanOrEqualTo(server.seed().files().size());
        server.seed()
                .files()
                .forEach((id, content) -> assertThat(sink.entries.entrySet())
                        .filteredOn(entry -> (entry.getKey() + "/").startsWith("native/files/" + id + "/"))
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.getValue()).isEqualTo(content)));
        assertThat(sink.entries.keySet()).noneMatch(path -> path.contains("..") && path.split("/").length > 4);
    }

    @Test
    void smallRecordsAreThereWithoutSecrets() {
        RecordedSink sink = export();

        for (MatrixRecords each : MatrixRecords.values()) {
            assertThat(sink.entries).containsKey("native/" + each.file());
        }
        assertThat(sink.text("native/account.json"))
                .contains(server.seed().account(), server.seed().subject())
                .doesNotContain("password", "access_token");
        assertThat(sink.text("native/pushers.json")).doesNotContain("pushkey");
        assumeTrue(server.seeded());
        assertThat(sink.text("native/settings.json")).contains("m.direct");
        assertThat(sink.text("native/connections.json")).contains("last_seen");
    }

    @Test
    void theExportGoesOnFromEveryCursorAndWritesNothingTwice() {
        RecordedSink whole = export();
        List<String> paths = List.copyOf(whole.entries.keySet());

        assertThat(whole.cursors).doesNotHaveDuplicates();
        for (int i = 0; i < whole.cursors.size(); i++) {
            RecordedSink rest = new RecordedSink();
            server.adapter().export(server.account(), whole.cursors.get(i), rest);
            assertThat(rest.entries.keySet())
                    .as("after %s", whole.cursors.get(i).value())
                    .containsExactlyElementsOf(paths.subList(whole.entriesAtCursor.get(i), paths.size()));
        }
    }

    private RecordedSink export() {
        RecordedSink sink = new RecordedSink();
        server.adapter().export(server.account(), Cursor.START, sink);
        return sink;
    }

    private static Category category(DataSummary summary, String id) {
        return summary.categories().stream()
                .filter(category -> category.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
