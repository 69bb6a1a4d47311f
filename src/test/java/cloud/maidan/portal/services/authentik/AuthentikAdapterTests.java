package cloud.maidan.portal.services.authentik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.demo.AuthentikWorld;
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
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
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

/** The same promises against the stand-in and, where one is named, a living Authentik. */
@ParameterizedClass
@MethodSource("servers")
class AuthentikAdapterTests {

    private static final JsonMapper JSON = new JsonMapper();

    private final AuthentikServer server;

    AuthentikAdapterTests(AuthentikServer server) {
        this.server = server;
    }

    static List<AuthentikServer> servers() {
        return AuthentikServer.all();
    }

    @Test
    void consentsAndSignInsAreCountedAndEndedByTheMember() {
        List<Setting> settings = server.adapter().settings(server.account());

        assertThat(settings).extracting(Setting::id).containsExactly("consents", "sessions");
        assertThat(settings)
                .allSatisfy(setting -> assertThat(((Way.There) setting.way()).page())
                        .isEqualTo("https://auth.riverbend.example/if/user/#/settings"));
        assertThat(server.adapter().set(server.account(), "consents", "few", () -> {}))
                .isEqualTo(new Applied.Refused(Text.of("services.settings.only-you")));
        assumeTrue(server.seeded());
        assertThat(settings).extracting(Setting::now).containsOnly(new Now.Known("many"));
        assertThat(settings)
                .extracting(setting -> setting.choices().getLast().what())
                .containsExactly(
                        Text.of("authentik.setting.consents.many", 2), Text.of("authentik.setting.sessions.many", 2));
    }

    @Test
    void anAccountIsFoundByItsSubjectAndNeverByItsName() {
        AuthentikAdapter adapter = server.adapter();

        assertThat(adapter.find(AuthentikServer.member(server.subject())))
                .isInstanceOfSatisfying(
                        Lookup.Found.class,
                        found -> assertThat(found.evidence()).isEqualTo(Evidence.SUBJECT));
        assertThat(adapter.find(AuthentikServer.member(UUID.randomUUID().toString())))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    void aWrongAddressIsNotMistakenForAMissingAccount() {
        AuthentikAdapter elsewhere = server.at(server.url() + "/elsewhere").adapter();

        assertThatThrownBy(() -> elsewhere.find(AuthentikServer.member(server.subject())))
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.fault()).isEqualTo(Fault.UNREADABLE));
    }

    @Test
    void theCheckNamesTheVersionAndWhatIsMissing() {
        assertThat(server.adapter().check()).isInstanceOf(Health.Well.class);

        assertThat(server.with("not-a-token").adapter().check())
                .isInstanceOfSatisfying(
                        Health.Lacking.class,
                        lacking -> assertThat(lacking.missing())
                                .extracting(Text::key)
                                .containsExactly("authentik.check.token-unknown"));
    }

    @Test
    void everyAccountIsListedOnceWithItsSubject() {
        AuthentikAdapter adapter = server.adapter(HttpLimits.standard(), 2);
        List<AccountPage.Entry> all = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            AccountPage page = adapter.accounts(next.get());
            all.addAll(page.accounts());
            next = page.next();
        }

        assertThat(all).extracting(AccountPage.Entry::account).doesNotHaveDuplicates();
        assertThat(all).contains(new AccountPage.Entry(server.account().id(), Optional.of(server.subject())));
        assumeTrue(server.seeded());
        assertThat(all).hasSize(6);
    }

    @Test
    void theSummaryCountsWhatCanBeCountedAndSaysWhatCannot() {
        DataSummary summary = server.adapter().view(server.account());

        assertThat(summary.categories())
                .extracting(Category::id)
                .containsExactly(
                        "profile",
                        "groups",
                        "sessions",
                        "consents",
                        "devices",
                        "connections",
                        "activity",
                        "changes",
                        "failed-sign-ins",
                        "notifications",
                        "reputation",
                        "tokens");
        assertThat(summary.settings()).isEqualTo("https://auth.riverbend.example/if/user/#/settings");
        assertThat(category(summary, "tokens").count())
                .as("unknown is not zero")
                .isNull();
        assertThat(summary.hidden()).containsExactly(Text.of("authentik.hidden.tokens"));
        assumeTrue(server.seeded());
        assertThat(summary.headline()).isEqualTo(Text.of("authentik.headline", 2L, 2L, 5L));
        assertThat(category(summary, "sessions").count()).isEqualTo(2);
        assertThat(category(summary, "connections").count()).isEqualTo(1);
        assertThat(category(summary, "changes").count()).isEqualTo(2);
        assertThat(category(summary, "failed-sign-ins").count()).isEqualTo(3);
        assertThat(category(summary, "notifications").count()).isEqualTo(1);
        assertThat(category(summary, "activity").retention())
                .isEqualTo(Text.of("authentik.events.retention.known", 365L));
        assertThat(summary.reach())
                .containsExactly(Text.of("authentik.reach.applications", 3L), Text.of("authentik.reach.gravatar"));
    }

    @Test
    void timesAreThoseThatAuthentikMeans() {
        DataSummary summary = server.adapter().view(server.account());

        assertThat(category(summary, "profile").oldest())
                .isBetween(Instant.parse("2015-01-01T00:00:00Z"), Instant.parse("2040-01-01T00:00:00Z"));
        assumeTrue(server.seeded());
        assertThat(category(summary, "changes").oldest())
                .isBefore(category(summary, "changes").newest());
    }

    @Test
    void theExportHoldsEveryEventOfTheMemberOnceAndNobodyElses() {
        RecordedSink sink = new RecordedSink();

        assertThat(server.adapter().export(server.account(), Cursor.START, sink))
                .isEqualTo(Export.Progress.WHOLE);

        List<JsonNode> events =
                sink.lines("native/activity-").stream().map(JSON::readTree).toList();
        assertThat(events).extracting(event -> event.path("pk").asString("")).doesNotHaveDuplicates();
        assertThat(events)
                .extracting(event -> Objects.requireNonNull(AuthentikClient.time(event, "created")))
                .isSorted();
        assumeTrue(server.seeded());
        assertThat(events).hasSize(60 * 3 + 4);
        assertThat(sink.lines("native/changes-")).singleElement().asString().contains("model_updated");
        assertThat(sink.lines("native/failed-sign-ins-")).hasSize(3);
        assertThat(sink.everything()).doesNotContain(AuthentikWorld.OTHERS);
        assertThat(sink.text("neutral/activity-000001.csv").lines())
                .hasSize(101)
                .first()
                .isEqualTo("time,action,application,address,country,city,program");
    }

    @Test
    void noSecretLeavesAndWhatStaysBehindIsNamed() {
        RecordedSink sink = export();

        assertThat(sink.everything()).doesNotContain(AuthentikWorld.SECRETS);
        assertThat(sink.missing).containsEntry("native/tokens.json", Text.of("authentik.missing.tokens"));
        assumeTrue(server.seeded());
        assertThat(sink.missing)
                .containsEntry(
                        "native/account.json#attributes", Text.of("authentik.missing.attributes", "shoe_size, wifi"));
        assertThat(sink.text("native/account.json")).contains("\"locale\"", server.subject());
        assertThat(sink.lines("native/activity-"))
                .filteredOn(line -> line.contains("email_sent"))
                .singleElement()
                .asString()
                .contains("Sign in again", "\"left_out\":[\"body\"]");
    }

    @Test
    void secondFactorsComeWithWhereCodesAreSent() {
        assumeTrue(server.seeded());
        JsonNode devices = JSON.readTree(export().text("native/devices.json"));

        assertThat(devices).hasSize(5);
        assertThat(devices)
                .extracting(device -> device.path("phone_number").asString(""))
                .contains("+1 555 0100");
        assertThat(devices).noneMatch(device -> device.has("token_set"));
    }

    @Test
    void theProfileIsAContactThatAddressBooksRead() {
        assertThat(export().text("neutral/profile.vcf"))
                .startsWith("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:" + server.subject() + "\r\nFN:")
                .endsWith("END:VCARD\r\n");
    }

    @Test
    void everyJsonEntryFollowsTheSchemaThatIsNamedForIt() {
        RecordedSink sink = export();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

        assertThat(sink.entries.keySet().stream().filter(path -> path.startsWith("native/")))
                .allSatisfy(path -> {
                    String resource = sink.schemas.get(path.replaceAll("-\\d{6}", "-*"));
                    Schema schema = registry.getSchema(JSON.readTree(
                            AuthentikAdapterTests.class.getResourceAsStream(Objects.requireNonNull(resource, path))));
                    List<String> values =
                            path.endsWith(".ndjson") ? sink.text(path).lines().toList() : List.of(sink.text(path));
                    assertThat(values)
                            .allSatisfy(value -> assertThat(schema.validate(JSON.readTree(value)))
                                    .isEmpty());
                });
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
