package cloud.maidan.portal.services.cryptpad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.demo.CryptPadStandIn;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.SchemaFields;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same promises against the stand-in and, where one is named, a living CryptPad. */
@ParameterizedClass
@MethodSource("servers")
class CryptPadAdapterTests {

    private static final JsonMapper JSON = new JsonMapper();

    private final CryptPadServer server;

    CryptPadAdapterTests(CryptPadServer server) {
        this.server = server;
    }

    static List<CryptPadServer> servers() {
        return CryptPadServer.all();
    }

    @Test
    void settingsLieInTheDriveAndAreLinkedNotGuessed() {
        List<Setting> settings = server.adapter().settings(server.account(Evidence.SUBJECT));

        assertThat(settings).extracting(Setting::now).containsOnly(new Now.Unseen(Text.of("cryptpad.setting.unseen")));
        assertThat(settings)
                .extracting(setting ->
                        setting.id() + " " + setting.mostPrivate().value() + " " + ((Way.There) setting.way()).page())
                .containsExactly(
                        "access listed https://pads.riverbend.example/drive/",
                        "safe-links on https://pads.riverbend.example/settings/#security",
                        "cursor off https://pads.riverbend.example/settings/#cursor",
                        "feedback off https://pads.riverbend.example/settings/#security",
                        "auto-store ask https://pads.riverbend.example/settings/#drive",
                        "cache off https://pads.riverbend.example/settings/#security");
        assertThat(server.adapter().set(server.account(Evidence.SUBJECT), "feedback", "off", () -> {}))
                .isEqualTo(new Applied.Refused(Text.of("services.settings.only-you")));
    }

    @Test
    void anAccountIsFoundByItsSubjectThroughTheBlockOfItsSignIn() {
        assumeTrue(server.blocks() != null && !server.subject().isEmpty());
        CryptPadAdapter adapter = server.adapter();

        assertThat(adapter.find(CryptPadServer.member(server.subject(), null)))
                .isEqualTo(new Lookup.Found(server.account(), Evidence.SUBJECT));
        assertThat(adapter.find(CryptPadServer.member(UUID.randomUUID().toString(), null)))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    void anAddressThatAnAdministratorTypedOnlyProposes() {
        assumeTrue(server.invented());

        assertThat(server.adapter()
                        .find(CryptPadServer.member(UUID.randomUUID().toString(), DemoAccount.AUDITOR.email())))
                .isInstanceOfSatisfying(
                        Lookup.Proposed.class,
                        proposed -> assertThat(proposed.bornFromSignIn()).isFalse());
    }

    @Test
    void theSummarySaysHowMuchAndSinceWhenAndThatNobodyHereCanReadIt() {
        DataSummary summary = server.adapter().view(server.account(Evidence.SUBJECT));

        assertThat(summary.categories()).extracting(Category::id).startsWith("drive");
        assertThat(summary.hidden()).hasSize(3);
        assertThat(summary.categories().getFirst().sealed()).isTrue();
        assumeTrue(server.invented());
        Category drive = summary.categories().getFirst();
        assertThat(drive.count()).isEqualTo(23);
        assertThat(drive.bytes()).isEqualTo(23 * 1000 + 22 * 23 / 2);
        assertThat(drive.oldest()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(drive.newest()).isAfter(drive.oldest());
        assertThat(drive.detail()).isEqualTo(Text.of("cryptpad.drive.detail", 20L, 3L, 1_073_741_824L));
        assertThat(summary.categories()).extracting(Category::id).containsExactly("drive", "account", "log-in");
        assertThat(summary.categories().getLast().detail()).isEqualTo(Text.of("cryptpad.log-in.detail", 1));
    }

    @Test
    void aClaimedAccountShowsQuantitiesOnly() {
        DataSummary summary = server.adapter().view(server.account(Evidence.CLAIMED));

        assertThat(summary.categories()).extracting(Category::id).containsExactly("drive");
        assertThat(summary.remarks()).contains(Text.of("cryptpad.remark.claimed"));
    }

    @Test
    void aKeyIsTakenInEveryFormThatCryptPadShowsItIn() {
        CryptPadAdapter adapter = server.adapter();
        String key = server.account();

        assertThat(adapter.accountIn("  " + key + "\n")).contains(key);
        assertThat(adapter.accountIn("[mira@pads.riverbend.example/" + key.replace('/', '-') + "]"))
                .contains(key);
        assertThat(adapter.accountIn(key.substring(4))).isEmpty();
        assertThat(adapter.accountIn("mira")).isEmpty();
        assertThat(adapter.accountIn("")).isEmpty();
        assertThat(adapter.holds(key)).isTrue();
        assertThat(adapter.holds("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="))
                .isFalse();
    }

    @Test
    void theCheckNamesTheVersionAndWhatIsMissing() {
        assumeTrue(server.blocks() != null);
        assertThat(server.adapter().check())
                .isInstanceOfSatisfying(
                        Health.Well.class, well -> assertThat(well.version()).matches("20\\d\\d\\.\\d+\\.\\d+"));

        String stranger = CryptPadStandIn.start(0).secretKey();
        assertThat(server.adapter(server.url(), stranger, HttpLimits.standard()).check())
                .isInstanceOfSatisfying(
                        Health.Lacking.class,
                        lacking -> assertThat(lacking.missing())
                                .containsExactly(Text.of("cryptpad.check.not-an-administrator")));
        assertThat(new CryptPadServer("", server.url(), server.key(), "", "", null)
                        .adapter()
                        .check())
                .isInstanceOfSatisfying(
                        Health.Lacking.class,
                        lacking ->
                                assertThat(lacking.missing()).containsExactly(Text.of("cryptpad.check.no-sso-blocks")));
    }

    @Test
    void aKeyOfNobodyIsRefusedAndSoIsWhatIsNoKey() {
        String stranger = CryptPadStandIn.start(0).secretKey();

        for (String key : List.of(stranger, "no key", "AAAA")) {
            assertThatThrownBy(() -> server.adapter(server.url(), key, HttpLimits.standard())
                            .view(server.account(Evidence.SUBJECT)))
                    .isInstanceOfSatisfying(
                            ServiceFault.class,
                            fault -> assertThat(fault.fault()).isEqualTo(Fault.REFUSED));
        }
    }

    @Test
    void everyKnownAccountIsListedWithItsSubject() {
        AccountPage page = server.adapter().accounts(Cursor.START);

        assertThat(page.next()).isEmpty();
        assertThat(page.accounts()).extracting(AccountPage.Entry::account).doesNotHaveDuplicates();
        assumeTrue(server.invented());
        assertThat(page.accounts())
                .hasSize(5)
                .contains(new AccountPage.Entry(server.account(), Optional.of(server.subject())));
    }

    @Test
    void theExportHoldsWhatTheServerKnowsAndNamesWhatItCannotKnow() {
        RecordedSink sink = export();

        JsonNode account = JSON.readTree(sink.text("native/account.json"));
        assertThat(account.path("edPublic").asString()).isEqualTo(server.account());
        List<JsonNode> stored =
                sink.lines("native/stored/").stream().map(JSON::readTree).toList();
        assertThat(stored).extracting(line -> line.path("id").asString()).doesNotHaveDuplicates();
        assertThat(sink.missing).containsEntry("client/drive.zip", Text.of("cryptpad.missing.content"));
        assertThat(sink.everything()).doesNotContain(CryptPadStandIn.MARKER);
        assumeTrue(server.invented());
        assertThat(stored).hasSize(23);
        assertThat(stored)
                .filteredOn(line -> line.path("kind").asString().equals("file"))
                .hasSize(3);
        assertThat(stored)
                .filteredOn(line -> line.path("owned").asBoolean(false))
                .hasSize(18);
        assertThat(account.path("type").asString()).isEqualTo("sso");
        assertThat(account.path("second_factor").asBoolean()).isTrue();
    }

    @Test
    void whatIsExportedFollowsItsSchema() {
        RecordedSink sink = export();

        assertThat(problems(sink, "native/account.json", sink.text("native/account.json")))
                .isEmpty();
        sink.lines("native/stored/")
                .forEach(line -> assertThat(problems(sink, "native/stored/*.ndjson", line))
                        .isEmpty());
    }

    private static List<?> problems(RecordedSink sink, String path, String json) {
        return SchemaFields.unlike(Objects.requireNonNull(sink.schemas.get(path)), json);
    }

    private RecordedSink export() {
        RecordedSink sink = new RecordedSink();
        server.adapter().export(server.account(Evidence.SUBJECT), Cursor.START, sink);
        return sink;
    }
}
