package cloud.maidan.portal.services.vaultwarden;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.VaultwardenStandIn;
import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.vaultwarden.VaultwardenClient.Profile;
import cloud.maidan.portal.subject.Text;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How Vaultwarden surprises: a stand-in that forgot one of these would make a test fail. */
class VaultwardenQuirksTests {

    private final VaultwardenStandIn standIn = VaultwardenStandIn.start(0, VaultwardenServer.ISSUER);
    private final VaultwardenServer server = VaultwardenServer.of(standIn);

    @AfterEach
    void stop() {
        standIn.close();
    }

    /** "burst 3, refill one per 300 s: cache the cookie ~18 min, one login at a time, never log in per call". */
    @Test
    void manyQuestionsAtOnceLogInOnce() throws Exception {
        VaultwardenAdapter adapter = server.adapter();
        List<Callable<DataSummary>> questions = java.util.Collections.nCopies(20, () -> adapter.view(server.known()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(questions)) {
                assertThat(answer.get().categories()).isNotEmpty();
            }
        }

        assertThat(standIn.calls()).filteredOn("POST /admin"::equals).hasSize(1);
        assertThat(standIn.calls())
                .filteredOn("GET /admin/users/overview"::equals)
                .hasSize(1);
    }

    /** "SSO never matched by name"; "identifier = {iss}/{sub}: with the trailing slash a double slash". */
    @Test
    void theSignInHasTwoSlashesAndIsComparedWhole() {
        assertThat(server.adapter().find(VaultwardenServer.member(DemoAccount.MODERATOR)))
                .isEqualTo(new Lookup.Found(VaultwardenStandIn.accountOf(DemoAccount.MODERATOR), Evidence.SUBJECT));
        assertThat(server.adapter()
                        .find(VaultwardenServer.member(
                                DemoAccount.MODERATOR.subject().substring(5), null)))
                .isEqualTo(new Lookup.NoAccount());
    }

    /** "E-mail already linked to another identifier": the address proposes, a person decides. */
    @Test
    void anAccountOfAnEarlierSignInIsNotTakenForProven() {
        assertThat(server.adapter().find(VaultwardenServer.member(DemoAccount.OFFICER)))
                .isEqualTo(new Lookup.Proposed(VaultwardenStandIn.accountOf(DemoAccount.OFFICER), false));
    }

    /** "key, privateKey, accountKeys, securityStamp: drop them on receipt, never log or export". */
    @Test
    void whatIsReadHasNoPlaceForSecrets() {
        assertThat(Arrays.stream(Profile.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactly(
                        "id",
                        "name",
                        "email",
                        "emailVerified",
                        "status",
                        "userEnabled",
                        "twoFactorEnabled",
                        "creationDate",
                        "avatarColor",
                        "culture",
                        "organizations");
        RecordedSink sink = new RecordedSink();
        VaultwardenAdapter adapter = server.adapter();
        adapter.export(server.known(), Cursor.START, sink);

        assertThat(sink.everything()).doesNotContain(VaultwardenStandIn.MARKER);
        assertThat(adapter.view(server.known()).toString()).doesNotContain(VaultwardenStandIn.MARKER);
        assertThat(sink.text("native/account.json"))
                .as("what Handlebars escaped is read as it was")
                .contains("Mira Beispiel <b>&\\\"'");
    }

    /** "/admin/diagnostics calls github.com, api.github.com, cloudflare.com: never call it". */
    @Test
    void nothingIsAskedThatChangesSomethingOrCallsOthers() {
        VaultwardenAdapter adapter = server.adapter();
        adapter.find(VaultwardenServer.member(DemoAccount.MEMBER));
        adapter.view(server.known());
        adapter.accounts(Cursor.START);
        adapter.check();
        adapter.findings();

        assertThat(standIn.calls())
                .allMatch(call -> call.startsWith("GET /") || call.equals("POST /admin"))
                .noneMatch(call -> call.endsWith("/admin/diagnostics"));
    }

    /** "Counts only in overview HTML (Handlebars, may change)". */
    @Test
    void anotherPageIsSaidAndNothingIsCountedAsZero() {
        standIn.showAnotherPage();
        VaultwardenAdapter adapter = server.adapter();

        DataSummary summary = adapter.view(server.known());

        assertThat(summary.categories().getFirst().count()).isNull();
        assertThat(summary.headline()).isEqualTo(Text.of("vaultwarden.headline.uncounted"));
        assertThat(summary.remarks()).containsExactly(Text.of("vaultwarden.remark.uncounted"));
        assertThat(adapter.find(VaultwardenServer.member(DemoAccount.MEMBER)))
                .isEqualTo(new Lookup.Proposed(server.account(), false));
        assertThat(adapter.accounts(Cursor.START).accounts()).hasSize(5);
        assertThat(adapter.check())
                .isEqualTo(new Health.Lacking(
                        VaultwardenStandIn.VERSION, List.of(Text.of("vaultwarden.check.overview-unknown"))));
        RecordedSink sink = new RecordedSink();
        adapter.export(server.known(), Cursor.START, sink);
        assertThat(sink.missing).containsValue(Text.of("vaultwarden.missing.uncounted"));
    }

    /** Without SSO the page has a column less. */
    @Test
    void withoutSignInThePageIsStillReadAndTheCheckSaysSo() {
        standIn.withoutSignIn();
        VaultwardenAdapter adapter = server.adapter();

        assertThat(adapter.view(server.known()).categories().getFirst().count()).isEqualTo(214);
        assertThat(adapter.find(VaultwardenServer.member(DemoAccount.MEMBER))).isInstanceOf(Lookup.Proposed.class);
        assertThat(adapter.check())
                .isEqualTo(new Health.Lacking(
                        VaultwardenStandIn.VERSION, List.of(Text.of("vaultwarden.check.sign-in-off"))));
    }

    /** "Wrong token 401 HTML"; "/admin is mounted only when ADMIN_TOKEN is set, otherwise 404". */
    @Test
    void aWrongTokenAndAMissingAdministrationAreToldApart() {
        VaultwardenAdapter stranger =
                server.adapter(standIn.url(), "another token", Clock.fixed(VaultwardenServer.NOW, ZoneOffset.UTC));
        assertThat(stranger.check())
                .isEqualTo(new Health.Lacking(
                        VaultwardenStandIn.VERSION, List.of(Text.of("vaultwarden.check.token-refused"))));

        standIn.withoutAdministration();
        assertThat(server.adapter().check())
                .isEqualTo(new Health.Lacking(
                        VaultwardenStandIn.VERSION, List.of(Text.of("vaultwarden.check.no-administration"))));
    }

    @Test
    void anInvitedAccountHasNoVaultYet() {
        VaultwardenAdapter adapter = server.adapter();
        List<DataSummary> invited = adapter.accounts(Cursor.START).accounts().stream()
                .map(entry -> adapter.view(VaultwardenServer.account(entry.account())))
                .filter(summary -> summary.remarks().contains(Text.of("vaultwarden.remark.invited")))
                .toList();

        assertThat(invited)
                .singleElement()
                .satisfies(summary ->
                        assertThat(summary.categories().getFirst().count()).isZero());
    }

    @Test
    void settingsThatLetSomethingOutAreFindings() {
        assertThat(server.adapter().findings()).hasSize(5).noneMatch(Finding::concern);

        standIn.set("disable_icon_download", false);
        standIn.set("signups_allowed", true);

        assertThat(server.adapter().findings().stream().filter(Finding::concern))
                .extracting(Finding::code)
                .containsExactly("vaultwarden.sign-ups", "vaultwarden.site-icons");
    }

    @Test
    void categoriesSayWhichPageChangesThem() {
        assertThat(server.adapter().view(server.known()).categories())
                .extracting(Category::changeAt)
                .allMatch(address -> address != null && address.startsWith("https://vault.riverbend.example"));
    }
}
