package cloud.maidan.portal.services.librechat;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.LibreChatStandIn;
import cloud.maidan.demo.LibreChatWorld;
import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.subject.Text;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the adapter makes of a database as LibreChat's own schemas describe it. */
class LibreChatAdapterTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final LibreChatStandIn STAND_IN = LibreChatStandIn.start(0, Assistant.ISSUER);
    private static final Assistant ASSISTANT = Assistant.at(STAND_IN);
    private static final LibreChatAdapter ADAPTER = ASSISTANT.adapter();
    private static final String MEMBER = LibreChatWorld.MEMBER.toHexString();

    @AfterAll
    static void stop() {
        STAND_IN.close();
    }

    @Test
    void settingsAreReadFromTheDatabaseAndLeftToTheMember() {
        List<Setting> settings = ADAPTER.settings(Assistant.account());

        assertThat(settings).extracting(Setting::id).containsExactly("links", "memories");
        assertThat(settings.getFirst().now()).isEqualTo(new Now.Known("shared"));
        assertThat(settings.getFirst().choices().getLast().what())
                .as("no file says whether links need a sign-in")
                .isEqualTo(Text.of("librechat.setting.links.unknown", 1L));
        assertThat(settings.getLast().now()).isEqualTo(new Now.Known("on"));
        assertThat(settings)
                .allSatisfy(setting -> assertThat(((Way.There) setting.way()).page())
                        .isEqualTo("https://assistant.riverbend.example"));
        assertThat(ADAPTER.set(Assistant.account(), "memories", "off", () -> {}))
                .isEqualTo(new Applied.Refused(Text.of("services.settings.only-you")));
    }

    @Test
    void onlyAnExplicitNoSwitchesMemoriesOff() {
        assertThat(memories(new Document("memories", false))).isEqualTo(new Now.Known("off"));
        assertThat(memories(new Document())).isEqualTo(new Now.Known("on"));
        assertThat(memories(new Document("memories", true))).isEqualTo(new Now.Known("on"));
    }

    private static Now memories(Document chosen) {
        STAND_IN.database()
                .fill(client -> client.getDatabase("LibreChat")
                        .getCollection("users")
                        .updateOne(
                                new Document("_id", LibreChatWorld.MEMBER),
                                new Document("$set", new Document("personalization", chosen))));
        return ADAPTER.settings(Assistant.account()).getLast().now();
    }

    @Test
    void linksAreForEverybodyOrForMembersAsTheEnvironmentSays(@TempDir Path folder) throws IOException {
        assertThat(readers(folder, "true")).isEqualTo(Text.of("librechat.setting.links.everybody", 1L));
        assertThat(readers(folder, "false")).isEqualTo(Text.of("librechat.setting.links.signed-in", 1L));
    }

    private static Text readers(Path folder, String everybody) throws IOException {
        Path file = Files.writeString(folder.resolve(".env"), "ALLOW_SHARED_LINKS_PUBLIC=" + everybody + "\n");
        return ASSISTANT
                .with("environment-files", file.toString())
                .adapter()
                .settings(Assistant.account())
                .getFirst()
                .choices()
                .getLast()
                .what();
    }

    @Test
    void anAccountIsFoundByItsSubjectAndNeverByItsName() {
        assertThat(ADAPTER.find(Assistant.member(DemoAccount.MEMBER.subject(), null)))
                .isEqualTo(new Lookup.Found(MEMBER, Evidence.SUBJECT));
        assertThat(ADAPTER.find(Assistant.member(UUID.randomUUID().toString(), null)))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    void anAddressProposesAndProvesNothing() {
        Lookup proposed = ADAPTER.find(Assistant.member(
                DemoAccount.OFFICER.subject(), DemoAccount.OFFICER.email().toUpperCase()));

        assertThat(proposed).isEqualTo(new Lookup.Proposed(LibreChatWorld.OFFICER.toHexString(), true));
        assertThat(ADAPTER.find(Assistant.member(UUID.randomUUID().toString(), "keeper@riverbend.example")))
                .isInstanceOfSatisfying(
                        Lookup.Proposed.class,
                        local -> assertThat(local.bornFromSignIn()).isFalse());
    }

    @Test
    void anAccountThatAPersonConfirmedIsAskedForByItsId() {
        String officer = LibreChatWorld.OFFICER.toHexString();
        ServiceAccount confirmed = new ServiceAccount(
                LibreChatClient.ID,
                Assistant.member(DemoAccount.OFFICER.subject(), "moved@riverbend.example"),
                officer,
                Evidence.OFFICER,
                Assistant.NOW);

        assertThat(ADAPTER.findAgain(confirmed)).isEqualTo(new Lookup.Found(officer, Evidence.OFFICER));
    }

    @Test
    void twoAccountsOfOneSubjectAreForAPersonToTellApart() {
        assertThat(ADAPTER.find(Assistant.member(LibreChatWorld.TWICE, null))).isEqualTo(new Lookup.Ambiguous());
        assertThat(ASSISTANT
                        .with("issuer", Assistant.ISSUER)
                        .adapter()
                        .find(Assistant.member(LibreChatWorld.TWICE, null)))
                .isInstanceOf(Lookup.Found.class);
    }

    @Test
    void theSameSubjectAtAProviderThatIsNotOursIsSomebodyElse() {
        assertThat(ADAPTER.find(Assistant.member(LibreChatWorld.STRANGER, null)))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    void everyAccountIsListedWithItsSubject() {
        AccountPage page = ADAPTER.accounts(Cursor.START);

        assertThat(page.next()).isEmpty();
        assertThat(page.accounts())
                .hasSize(7)
                .extracting(AccountPage.Entry::account)
                .doesNotHaveDuplicates();
        assertThat(page.accounts()).contains(new AccountPage.Entry(MEMBER, Optional.of(DemoAccount.MEMBER.subject())));
        assertThat(ADAPTER.accounts(new Cursor(MEMBER)).accounts()).hasSize(6);
    }

    @Test
    void theSummaryCountsWhatIsKept() {
        DataSummary summary = ADAPTER.view(Assistant.account());

        assertThat(count(summary, "conversations")).isEqualTo(2);
        assertThat(count(summary, "messages")).isEqualTo(12 + 2 + 1 + 1);
        assertThat(count(summary, "files")).isEqualTo(5);
        assertThat(category(summary, "files").bytes()).isEqualTo(49 + 1200 + 10 + 10 + 70);
        assertThat(count(summary, "memories")).isEqualTo(1);
        assertThat(count(summary, "creations")).isEqualTo(7);
        assertThat(count(summary, "tasks")).isEqualTo(1);
        assertThat(count(summary, "shares")).isEqualTo(1);
        assertThat(count(summary, "usage")).isEqualTo(7);
        assertThat(count(summary, "keys")).isEqualTo(1);
        assertThat(count(summary, "sessions")).isEqualTo(3);
        assertThat(count(summary, "account")).isEqualTo(3);
        assertThat(count(summary, "log")).isEqualTo(1);
        assertThat(summary.headline()).isEqualTo(Text.of("librechat.headline", 2, 15));
        assertThat(category(summary, "messages").oldest())
                .isBefore(category(summary, "messages").newest());
        assertThat(summary.hidden())
                .extracting(Text::key)
                .contains("librechat.hidden.vectors", "librechat.hidden.search");
        assertThat(summary.remarks()).contains(Text.of("librechat.remark.temporary", 1));
    }

    @Test
    void aConversationCanGoBackIntoLibreChat() {
        JsonNode conversation = JSON.readTree(
                Assistant.exported(ADAPTER).text("native/conversations/" + LibreChatWorld.MARKET + ".json"));

        // importers.js: conversationId and messages make it LibreChat's; recursive decides how messages are read
        assertThat(conversation.path("conversationId").asString()).isEqualTo(LibreChatWorld.MARKET);
        assertThat(conversation.path("recursive").asBoolean(true)).isFalse();
        assertThat(conversation.path("title").asString()).isEqualTo("The winter market / stalls");
        assertThat(conversation.path("options").path("model").asString()).isEqualTo("gemma3:4b");
        assertThat(conversation.path("options").has("expiredAt")).isFalse();
        Set<String> known = new HashSet<>(Set.of("00000000-0000-0000-0000-000000000000"));
        assertThat(conversation.path("messages")).hasSize(12).allSatisfy(message -> {
            assertThat(known).contains(message.path("parentMessageId").asString());
            known.add(message.path("messageId").asString());
            assertThat(message.has("_id")).as("an import gives its own").isFalse();
        });
    }

    @Test
    void whatWasWrittenAndAnsweredCanBeReadAsText() {
        RecordedSink sink = Assistant.exported(ADAPTER);
        String all = String.join(
                "\n",
                sink.entries.keySet().stream()
                        .filter(path -> path.startsWith("neutral/conversations/"))
                        .map(sink::text)
                        .toList());

        assertThat(all).contains(STAND_IN.world().texts());
        assertThat(all).contains("# The winter market / stalls", "2026-03-02 09:02 UTC", "> think: Forty people");
    }

    @Test
    void theSameIsTheSameInEveryExport() {
        assertThat(Assistant.exported(ADAPTER).everything())
                .isEqualTo(Assistant.exported(ADAPTER).everything());
    }

    @Test
    void messagesWhoseConversationIsGoneAreNotForgotten() {
        assertThat(Assistant.exported(ADAPTER).text("native/conversations/" + LibreChatWorld.STRAY + ".json"))
                .contains("Is anybody still reading this?");
    }

    @Test
    void filesComeWithTheirBytesOnlyFromTheOwnFolder() {
        RecordedSink sink = Assistant.exported(ADAPTER);

        assertThat(sink.text("native/files/f-plan/plan.txt")).startsWith("The plan for the square");
        assertThat(sink.entries).containsKey("native/picture");
        assertThat(sink.missing.get("native/files/f-lost/lost.pdf")).isEqualTo(Text.of("librechat.missing.file"));
        assertThat(sink.missing.get("native/files/f-climb/climb.txt")).isEqualTo(Text.of("librechat.missing.file"));
        assertThat(sink.missing.get("native/files/f-other/other.txt")).isEqualTo(Text.of("librechat.missing.file"));
        assertThat(sink.missing.get("native/files/f-cloud/cloud.png"))
                .isEqualTo(Text.of("librechat.missing.elsewhere", "s3"));
    }

    @Test
    void withoutTheFolderEachFileIsNamed() {
        RecordedSink sink = Assistant.exported(
                ASSISTANT.with("uploads-folder", "", "images-folder", "").adapter());

        assertThat(sink.missing.get("native/files/f-plan/plan.txt")).isEqualTo(Text.of("librechat.missing.no-folder"));
        assertThat(sink.missing).containsKey("native/picture");
        assertThat(sink.entries.keySet()).noneMatch(path -> path.startsWith("native/files/"));
    }

    @Test
    void neitherSecretsNorOthersWordsLeaveTheDatabase() {
        RecordedSink sink = Assistant.exported(ADAPTER);

        assertThat(sink.everything()).doesNotContain(LibreChatWorld.SECRET, LibreChatWorld.FOREIGN);
        assertThat(sink.missing.toString() + sink.cursors + ADAPTER.view(Assistant.account()) + ADAPTER.check())
                .doesNotContain(LibreChatWorld.SECRET, LibreChatWorld.FOREIGN);
        assertThat(sink.missing).containsKey("native/keys");
        assertThat(sink.text("native/agent-keys-000001.ndjson")).contains("kitchen display");
        assertThat(sink.text("native/deeds-000001.ndjson"))
                .contains("192.0.2.17")
                .doesNotContain("a2\"");
    }

    @Test
    void everyFileIsExplainedAndFollowsItsSchema() throws IOException {
        RecordedSink sink = Assistant.exported(ADAPTER);

        for (String path : sink.entries.keySet()) {
            String pattern = sink.described.keySet().stream()
                    .filter(described ->
                            path.matches(described.replace(".", "\\.").replace("*", ".*")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("not explained: " + path));
            if (path.endsWith("json")) {
                Schema schema = schema(Objects.requireNonNull(sink.schemas.get(pattern), path));
                List<String> documents =
                        path.endsWith(".ndjson") ? sink.text(path).lines().toList() : List.of(sink.text(path));
                assertThat(documents)
                        .allSatisfy(document -> assertThat(schema.validate(document, InputFormat.JSON))
                                .as(path)
                                .isEmpty());
            }
        }
        assertThat(sink.schemas.values())
                .allSatisfy(resource -> assertThat(getClass().getResource(resource))
                        .as(resource)
                        .isNotNull());
    }

    @Test
    void theExportGoesOnFromEveryCursorAndWritesNothingTwice() {
        RecordedSink whole = Assistant.exported(ADAPTER);
        List<String> paths = List.copyOf(whole.entries.keySet());

        assertThat(whole.cursors).doesNotHaveDuplicates();
        for (int i = 0; i < whole.cursors.size(); i++) {
            RecordedSink rest = new RecordedSink();
            ADAPTER.export(Assistant.account(), whole.cursors.get(i), rest);
            assertThat(rest.entries.keySet())
                    .as("after %s", whole.cursors.get(i).value())
                    .containsExactlyElementsOf(paths.subList(whole.entriesAtCursor.get(i), paths.size()));
        }
    }

    @Test
    void onlyReadingCommandsAreSentAndTheApplicationsApiIsLeftAlone() {
        STAND_IN.database().forgetAsked();

        ADAPTER.find(Assistant.member(DemoAccount.MEMBER.subject(), DemoAccount.MEMBER.email()));
        ADAPTER.view(Assistant.account());
        Assistant.exported(ADAPTER);
        ADAPTER.check();

        assertThat(STAND_IN.database().asked())
                .isNotEmpty()
                .allMatch(command ->
                        command.matches("(find|aggregate|getmore|killcursors|listcollections|connectionstatus) .*"));
        assertThat(STAND_IN.calls()).isNotEmpty().noneMatch(path -> path.startsWith("/api"));
    }

    @Test
    void theCheckIsContentWithAnAccountThatMayOnlyRead() {
        assertThat(ADAPTER.check()).isEqualTo(new Health.Well("schemas 0.0.71"));
    }

    private static Schema schema(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(LibreChatAdapterTests.class.getResourceAsStream(resource))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        }
    }

    private static long count(DataSummary summary, String id) {
        return Objects.requireNonNull(category(summary, id).count());
    }

    private static Category category(DataSummary summary, String id) {
        return summary.categories().stream()
                .filter(category -> category.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
