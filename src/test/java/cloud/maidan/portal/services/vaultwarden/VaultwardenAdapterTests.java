package cloud.maidan.portal.services.vaultwarden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.VaultwardenStandIn;
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
import cloud.maidan.portal.services.SchemaFields;
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

/** The same promises against the stand-in and, where one is named, a living Vaultwarden. */
@ParameterizedClass
@MethodSource("servers")
class VaultwardenAdapterTests {

    private final VaultwardenServer server;

    VaultwardenAdapterTests(VaultwardenServer server) {
        this.server = server;
    }

    static List<VaultwardenServer> servers() {
        return VaultwardenServer.all();
    }

    @Test
    void settingsAreTheMembersAloneAndNoneIsMadeUp() {
        List<Setting> settings = server.adapter().settings(server.known());

        assertThat(settings)
                .extracting(Setting::id)
                .containsExactly("send-address", "emergency", "icons", "lock")
                .doesNotHaveDuplicates();
        assertThat(settings)
                .extracting(Setting::now)
                .containsOnly(new Now.Unseen(Text.of("vaultwarden.setting.unseen")));
        assertThat(settings)
                .extracting(setting -> ((Way.There) setting.way()).page())
                .containsExactly(
                        "https://vault.riverbend.example/#/sends",
                        "https://vault.riverbend.example/#/settings/emergency-access",
                        "https://vault.riverbend.example/#/settings/preferences",
                        "https://vault.riverbend.example/#/settings/preferences");
        assertThat(server.adapter().set(server.known(), "icons", "off", () -> {}))
                .isEqualTo(new Applied.Refused(Text.of("services.settings.only-you")));
    }

    @Test
    void anAccountIsFoundByTheSignInThatThePageOfAllAccountsNames() {
        assumeTrue(!server.subject().isEmpty());

        assertThat(server.adapter().find(VaultwardenServer.member(server.subject(), null)))
                .isEqualTo(new Lookup.Found(server.account(), Evidence.SUBJECT));
        assertThat(server.adapter()
                        .find(VaultwardenServer.member(UUID.randomUUID().toString(), null)))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    void anAddressOnlyProposes() {
        assumeTrue(server.invented());

        for (DemoAccount person : List.of(DemoAccount.ADMIN, DemoAccount.OFFICER)) {
            assertThat(server.adapter().find(VaultwardenServer.member(person)))
                    .isEqualTo(new Lookup.Proposed(VaultwardenStandIn.accountOf(person), false));
        }
        assertThat(server.adapter().find(VaultwardenServer.member(DemoAccount.AUDITOR)))
                .isEqualTo(new Lookup.NoAccount());
    }

    @Test
    void aSignInOfAnotherProviderProvesNothing() {
        assumeTrue(server.invented());
        var strict = new VaultwardenServer(
                "stand-in", server.url(), server.token(), server.account(), server.subject(), "https://other.example");

        assertThat(strict.adapter().find(VaultwardenServer.member(server.subject(), null)))
                .isEqualTo(new Lookup.NoAccount());
        var exact = new VaultwardenServer(
                "stand-in", server.url(), server.token(), server.account(), server.subject(), VaultwardenServer.ISSUER);
        assertThat(exact.adapter().find(VaultwardenServer.member(server.subject(), null)))
                .isInstanceOf(Lookup.Found.class);
    }

    @Test
    void theSummaryCountsWhatCanBeCountedAndSaysWhatCannot() {
        DataSummary summary = server.adapter().view(server.known());

        assertThat(summary.categories())
                .extracting(Category::id)
                .containsExactly(
                        "entries",
                        "attachments",
                        "account",
                        "devices",
                        "second-factor",
                        "organisations",
                        "sign-in",
                        "more");
        assertThat(summary.categories().getFirst().sealed()).isTrue();
        assertThat(category(summary, "devices").count())
                .as("unknown is not zero")
                .isNull();
        assertThat(summary.hidden()).hasSize(3);
        assumeTrue(server.invented());
        assertThat(category(summary, "entries").count()).isEqualTo(214);
        assertThat(category(summary, "attachments").bytes()).isEqualTo(1_572_864);
        assertThat(category(summary, "account").oldest()).isEqualTo("2026-02-03T04:05:06.123456Z");
        assertThat(category(summary, "devices").newest()).isEqualTo("2026-11-20T18:30:00Z");
        assertThat(category(summary, "organisations").count()).isEqualTo(1);
        assertThat(category(summary, "second-factor").count()).isEqualTo(1);
        assertThat(summary.settings()).isEqualTo("https://vault.riverbend.example/#/settings/account");
    }

    @Test
    void everyAccountIsListedWithItsSubject() {
        AccountPage page = server.adapter().accounts(Cursor.START);

        assertThat(page.next()).isEmpty();
        assertThat(page.accounts()).extracting(AccountPage.Entry::account).doesNotHaveDuplicates();
        assumeTrue(server.invented());
        assertThat(page.accounts())
                .hasSize(5)
                .contains(new AccountPage.Entry(server.account(), Optional.of(server.subject())))
                .contains(new AccountPage.Entry(VaultwardenStandIn.accountOf(DemoAccount.ADMIN), Optional.empty()));
    }

    @Test
    void theExportHoldsTheRecordAndNamesTheVaultAsTheMembersToTake() {
        RecordedSink sink = new RecordedSink();
        server.adapter().export(server.known(), Cursor.START, sink);

        JsonNode account = new JsonMapper().readTree(sink.text("native/account.json"));
        assertThat(account.path("id").asString()).isEqualTo(server.account());
        assertThat(SchemaFields.unlike(
                        Objects.requireNonNull(sink.schemas.get("native/account.json")),
                        sink.text("native/account.json")))
                .isEmpty();
        assertThat(sink.missing).containsKeys("client/vault.json", "native/devices.json");
        assertThat(sink.everything()).doesNotContain(VaultwardenStandIn.MARKER, "securityStamp", "privateKey");
        assertThat(server.adapter().clientExports())
                .extracting(way -> way.place())
                .containsExactly("https://vault.riverbend.example/#/tools/export");

        RecordedSink rest = new RecordedSink();
        server.adapter().export(server.known(), sink.cursors.getLast(), rest);
        assertThat(rest.entries).isEmpty();
    }

    @Test
    void theCheckNamesTheVersion() {
        assertThat(server.adapter().check())
                .isInstanceOfSatisfying(
                        Health.Well.class, well -> assertThat(well.version()).matches("\\d+\\.\\d+\\.\\d+.*"));
    }

    private static Category category(DataSummary summary, String id) {
        return summary.categories().stream()
                .filter(category -> category.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
