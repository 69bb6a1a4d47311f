package cloud.maidan.portal.services.nextcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same promises against the stand-in and, where one is named, a living Nextcloud. */
@ParameterizedClass
@MethodSource("servers")
class NextcloudAdapterTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final NextcloudServer server;

    NextcloudAdapterTests(NextcloudServer server) {
        this.server = server;
    }

    static List<NextcloudServer> servers() {
        return NextcloudServer.all();
    }

    @Test
    void theProfilePageCanBeSwitchedOffAndOnAgain() {
        NextcloudAdapter adapter = server.adapter();
        assertThat(page(adapter)).isEqualTo(new Now.Known("1"));

        assertThat(adapter.set(server.account(), "profile_enabled", "0", () -> {}))
                .isEqualTo(new Applied.Done());
        assertThat(page(adapter)).isEqualTo(new Now.Known("0"));
        assertThat(adapter.set(server.account(), "profile_enabled", "0", () -> {}))
                .isEqualTo(new Applied.AlreadySo());

        assertThat(adapter.set(server.account(), "profile_enabled", "1", () -> {}))
                .isEqualTo(new Applied.Done());
    }

    private Now page(NextcloudAdapter adapter) {
        return adapter.settings(server.account()).getLast().now();
    }

    @Test
    void anAccountIsFoundByItsSubjectAndNeverByNameOrAddress() {
        NextcloudAdapter adapter = server.adapter();

        assertThat(adapter.find(NextcloudServer.member(server.seed().subject())))
                .isEqualTo(new Lookup.Found(server.seed().account(), Evidence.SUBJECT));
        assertThat(adapter.find(NextcloudServer.member(UUID.randomUUID().toString())))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    void aWrongAddressIsNotMistakenForAMissingAccount() {
        NextcloudAdapter elsewhere = server.at(server.url() + "/elsewhere").adapter();

        assertThatThrownBy(() ->
                        elsewhere.find(NextcloudServer.member(server.seed().subject())))
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.UNREADABLE));
    }

    @Test
    void theCheckFindsNothingMissing() {
        assertThat(server.adapter().check()).isInstanceOf(Health.Well.class);
    }

    @Test
    void theCheckSaysWhenThePasswordIsWrong() {
        assertThat(server.as(server.user(), "not-the-password").adapter().check())
                .isInstanceOfSatisfying(
                        Health.Lacking.class,
                        lacking -> assertThat(lacking.missing())
                                .extracting("key")
                                .containsExactly("nextcloud.check.password-unknown"));
    }

    @Test
    void everyAccountIsListedOnceWithItsSubject() {
        List<AccountPage.Entry> all = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            AccountPage page = server.adapter().accounts(next.get());
            all.addAll(page.accounts());
            next = page.next();
        }

        assertThat(all).extracting(AccountPage.Entry::account).doesNotHaveDuplicates();
        assertThat(all)
                .contains(new AccountPage.Entry(
                        server.seed().account(), Optional.of(server.seed().subject())))
                .contains(new AccountPage.Entry(server.user(), Optional.empty()));
        assumeTrue(server.seeded());
        assertThat(all).hasSizeGreaterThan(60);
        assertThat(all)
                .filteredOn(entry -> entry.account().matches("[0-9a-f]{64}"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.subject())
                        .as("a hash gives nothing back")
                        .isEmpty());
    }

    @Test
    void theSummaryCountsWhatCanBeCounted() {
        DataSummary summary = server.adapter().view(server.account());

        assertThat(summary.categories())
                .extracting(Category::id)
                .containsExactly(
                        "files",
                        "trash",
                        "versions",
                        "shares-given",
                        "shares-received",
                        "calendars",
                        "contacts",
                        "activity",
                        "notifications",
                        "profile",
                        "groups");
        assertThat(category(summary, "versions").count())
                .as("unknown is not zero")
                .isNull();
        assertThat(category(summary, "files").bytes()).isNotNegative();
        assertThat(summary.settings()).isEqualTo("https://files.riverbend.example/settings/user");
        assumeTrue(server.seeded());
        assertThat(category(summary, "files").count())
                .isEqualTo(server.seed().files().size() + 1L); // and the one that is broken
        assertThat(category(summary, "trash").count()).isEqualTo(2);
        assertThat(category(summary, "shares-given").count()).isEqualTo(3);
        assertThat(category(summary, "shares-received").count()).isEqualTo(2);
        assertThat(category(summary, "calendars").count()).isEqualTo(8);
        assertThat(category(summary, "contacts").count()).isEqualTo(4);
        assertThat(category(summary, "notifications").count()).isEqualTo(2);
        assertThat(category(summary, "groups").count()).isEqualTo(2);
        assertThat(summary.reach()).extracting("key").contains("nextcloud.reach.federated", "nextcloud.reach.links");
    }

    @Test
    void secondsAndMillisecondsBothBecomeTheTimeTheyMean() {
        DataSummary summary = server.adapter().view(server.account());
        Instant first = Instant.parse("2014-01-01T00:00:00Z");
        Instant last = Instant.parse("2040-01-01T00:00:00Z");

        for (Category category : summary.categories()) {
            if (category.oldest() != null) {
                assertThat(category.oldest()).as(category.id()).isBetween(first, last);
            }
            if (category.newest() != null) {
                assertThat(category.newest()).as(category.id()).isBetween(first, last);
            }
        }
        assertThat(category(summary, "profile").newest()).isNotNull();
    }

    @Test
    void theExportHoldsEveryFileOfTheMemberAsItIsAndNobodyElses() {
        RecordedSink sink = export();

        assertThat(sink.entries)
                .containsKeys("native/account.json", "native/profile.json", "native/shares-given.ndjson");
        assertThat(sink.text("native/account.json"))
                .contains(server.seed().account())
                .doesNotContain("storageLocation");
        assumeTrue(server.seeded());
        server.seed()
                .files()
                .forEach((path, content) -> assertThat(sink.entries.get("neutral/files/" + path))
                        .as(path)
                        .isEqualTo(content));
        assertThat(sink.entries.keySet().stream().filter(path -> path.startsWith("neutral/files/")))
                .hasSameSizeAs(server.seed().files().keySet());
        assertThat(sink.everything()).doesNotContain(server.seed().foreign());
        assertThat(sink.text("native/profile.json")).contains("emailScope");
    }

    @Test
    void everyThingIsListedOnceWithWhoseItIs() {
        assumeTrue(server.seeded());
        List<JsonNode> lines =
                export().lines("native/files/").stream().map(JSON::readTree).toList();

        assertThat(lines).extracting(line -> line.path("path").asString()).doesNotHaveDuplicates();
        assertThat(lines)
                .filteredOn(line -> line.path("belongs").asString().equals("own")
                        && line.path("type").asString().equals("file"))
                .hasSize(server.seed().files().size() + 1);
        assertThat(lines)
                .filteredOn(line -> !line.path("belongs").asString().equals("own"))
                .extracting(line -> line.path("path").asString() + " "
                        + line.path("belongs").asString())
                .containsExactly("From Moss shared", "Old disk external", "Team group");
        assertThat(lines)
                .filteredOn(line -> line.path("path").asString().equals("Empty"))
                .as("a folder without files is listed too")
                .hasSize(1);
    }

    @Test
    void activityComesWholeOnceAndOldestFirst() {
        List<Long> ids = export().lines("native/activity/").stream()
                .map(line -> JSON.readTree(line).path("activity_id").asLong())
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assumeTrue(server.seeded());
        assertThat(ids).hasSize(450);
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

    @Test
    void everyJsonFollowsItsSchema() {
        RecordedSink sink = export();

        assertThat(sink.schemas).hasSize(11);
        sink.schemas.forEach((path, resource) -> {
            JsonNode schema = JSON.readTree(Objects.requireNonNull(getClass().getResourceAsStream(resource), resource));
            String pattern = path.replace(".", "\\.").replace("*", ".*");
            sink.entries.keySet().stream()
                    .filter(entry -> entry.matches(pattern))
                    .flatMap(entry -> path.endsWith(".json")
                            ? java.util.stream.Stream.of(sink.text(entry))
                            : sink.text(entry).lines())
                    .map(JSON::readTree)
                    .forEach(value -> follows(schema, value, path));
        });
    }

    /** What our schemas use of JSON Schema: required, known types, no more than is named, what must not be there. */
    private static void follows(JsonNode schema, JsonNode value, String path) {
        schema.path("required")
                .forEach(field -> assertThat(value.has(field.asString()))
                        .as(path + " has " + field)
                        .isTrue());
        value.propertyStream().forEach(field -> {
            JsonNode known = schema.path("properties").path(field.getKey());
            assertThat(known.isBoolean() && !known.asBoolean())
                    .as(path + " must not have " + field.getKey())
                    .isFalse();
            if (schema.path("additionalProperties").isBoolean()) {
                assertThat(known.isMissingNode())
                        .as(path + " says what " + field.getKey() + " is")
                        .isFalse();
            }
            if (known.has("type")) {
                List<String> types = known.path("type").isArray()
                        ? known.path("type")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList()
                        : List.of(known.path("type").asString());
                assertThat(types).as(path + " " + field).containsAnyElementsOf(typesOf(field.getValue()));
            }
        });
    }

    private static List<String> typesOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> List.of("string");
            case NUMBER -> value.isIntegralNumber() ? List.of("integer", "number") : List.of("number");
            case BOOLEAN -> List.of("boolean");
            case ARRAY -> List.of("array");
            case OBJECT -> List.of("object");
            default -> List.of("null");
        };
    }

    private RecordedSink export() {
        RecordedSink sink = new RecordedSink();
        assertThat(server.adapter().export(server.account(), Cursor.START, sink))
                .isEqualTo(Export.Progress.WHOLE);
        return sink;
    }

    private static Category category(DataSummary summary, String id) {
        return summary.categories().stream()
                .filter(category -> category.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
