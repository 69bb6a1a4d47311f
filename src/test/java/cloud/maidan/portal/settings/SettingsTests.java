package cloud.maidan.portal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.TestCommunity;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.settings.Item.Outcome;
import cloud.maidan.portal.subject.MemberId;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A member's settings at the stand-ins of all services: read, changed after a preview, read again, undone. */
@CommunityTest
class SettingsTests {

    @LocalServerPort
    int port;

    @Autowired
    Settings settings;

    @Autowired
    ChangeRows rows;

    @Autowired
    JdbcClient jdbc;

    private Browser mira = Browser.on(0);

    @BeforeEach
    void somebodyIsSignedIn() {
        TestCommunity.community().heal();
        mira = Browser.on(port).signIn(DemoAccount.MEMBER);
    }

    @AfterEach
    void heal() {
        TestCommunity.community().heal();
        jdbc.sql("delete from settings_change").update();
        // others share this member: their sessions are to have names again
        jdbc.sql("update member set device_names_kept = true").update();
        jdbc.sql("delete from spring_session").update();
        jdbc.sql("delete from member_session").update();
    }

    @Test
    void theMostPrivateEverywhereIsPreviewedMadeReadBackAndUndone() {
        Map<String, String> before = now();
        assertThat(before)
                .containsEntry("matrix/invites", "allow")
                .containsEntry("nextcloud/phone", "v2-published")
                .containsEntry("nextcloud/displayname", "v2-federated")
                .containsEntry("nextcloud/profile_enabled", "1")
                .containsEntry("portal/devices", "on")
                .containsEntry("cryptpad/safe-links", "unseen")
                .containsKey("peertube/p2pEnabled");
        assertThat(mira.get("/me/settings").body()).contains("Who may invite you to rooms", "most private");

        String preview = where(mira.post("/me/settings/most-private", Map.of()));
        assertThat(mira.get(preview).body())
                .contains("Nothing has been changed.", "From “Everybody, by a public directory” to");
        assertThat(now()).isEqualTo(before);

        apply(preview);

        assertThat(now())
                .containsEntry("matrix/invites", "block")
                .containsEntry("nextcloud/phone", "v2-private")
                .containsEntry("nextcloud/displayname", "v2-local")
                .containsEntry("nextcloud/profile_enabled", "0")
                .containsEntry("portal/devices", "off");
        mira.get(preview);
        apply(where(mira.post(preview + "/undoing", Map.of())));
        assertThat(now()).isEqualTo(before);
    }

    @Test
    void oneThatFailsLeavesTheOthersChangedAndSaysSo() {
        mira.get("/me/settings");
        String preview = where(mira.post("/me/settings/most-private", Map.of()));
        Objects.requireNonNull(TestCommunity.community().servers().get("nextcloud"))
                .fail(Trouble.FORBIDDEN);

        apply(preview);

        Map<String, Outcome> came = rows.items(id(preview)).stream()
                .collect(Collectors.toMap(item -> item.service() + "/" + item.setting(), Item::outcome));
        assertThat(came)
                .containsEntry("matrix/invites", Outcome.DONE)
                .containsEntry("nextcloud/phone", Outcome.REFUSED);
        TestCommunity.community().heal();
        mira.get(preview);
        String back = where(mira.post(preview + "/undoing", Map.of()));
        assertThat(rows.items(id(back))).extracting(Item::service).containsOnly("matrix", "portal");
        apply(back);
    }

    @Test
    void whatAServiceTakesFromNobodyElseIsLinkedAndNotChanged() {
        mira.get("/me/settings");
        String preview = where(
                mira.post("/me/settings/changes", Map.of("peertube/p2pEnabled", "on", "matrix/invites", "anything")));

        assertThat(rows.items(id(preview))).isEmpty();
        assertThat(mira.get(preview).body()).contains("There is nothing to change.");
        assertThat(mira.get("/me/settings").body()).contains("/my-account/settings");
    }

    @Test
    void whatOnlyTheMemberCanDoIsPreviewedWithItsPageAndNeverClaimed() {
        mira.get("/me/settings");
        String preview = where(mira.post("/me/settings/most-private", Map.of()));

        Map<String, Item> theirs = rows.items(id(preview)).stream()
                .filter(Item::byMember)
                .collect(Collectors.toMap(item -> item.service() + "/" + item.setting(), item -> item));
        assertThat(theirs)
                .containsKeys("cryptpad/safe-links", "vaultwarden/icons", "librechat/memories", "authentik/consents")
                .doesNotContainKeys("matrix/directory", "portal/record", "peertube/page");
        assertThat(theirs.values()).allSatisfy(item -> assertThat(item.page()).isNotBlank());
        assertThat(Objects.requireNonNull(theirs.get("cryptpad/safe-links")).oldValue())
                .isNull();
        assertThat(mira.get(preview).body())
                .contains("What only you can change", "/settings/#security", "Only you see it");

        apply(preview);

        assertThat(rows.items(id(preview)).stream().filter(Item::byMember)).hasSameSizeAs(theirs.values());
        mira.get(preview);
        String back = where(mira.post(preview + "/undoing", Map.of()));
        assertThat(rows.items(id(back))).isNotEmpty().noneMatch(Item::byMember);
        apply(back);
    }

    @Test
    void everySettingStandsUnderWhatItIsAbout() {
        String page = mira.get("/me/settings").body();

        assertThat(page)
                .containsSubsequence(
                        "Who may contact you",
                        "Who may see it",
                        "What is kept of what you do",
                        "Who may find you",
                        "Who learns your internet address")
                .contains("Who finds you when searching for people", "Your profile page", "Only you see it")
                .doesNotContain("??");
    }

    @Test
    void nobodySeesAnothersChanges() {
        mira.get("/me/settings");
        String preview = where(mira.post("/me/settings/most-private", Map.of()));

        Browser moss = Browser.on(port).signIn(DemoAccount.MODERATOR);

        assertThat(moss.get(preview).statusCode()).isEqualTo(404);
        moss.get("/me/settings");
        assertThat(moss.post(preview + "/application", Map.of()).statusCode()).isEqualTo(404);
    }

    private Map<String, String> now() {
        MemberId member = new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(DemoAccount.MEMBER.subject())
                .query(UUID.class)
                .single());
        return settings.of(member).stream()
                .flatMap(service -> service.settings().stream()
                        .map(setting -> Map.entry(service.profile().id() + "/" + setting.id(), setting)))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> value(entry.getValue())));
    }

    private static String value(Setting setting) {
        return setting.now() instanceof Now.Known(String known) ? known : "unseen";
    }

    private void apply(String preview) {
        mira.get(preview);
        mira.post(preview + "/application", Map.of());
        org.awaitility.Awaitility.await()
                .until(() -> rows.items(id(preview)).stream().allMatch(item -> item.outcome() != null));
    }

    private static UUID id(String preview) {
        return UUID.fromString(preview.substring(preview.lastIndexOf('/') + 1));
    }

    private static String where(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow().replaceFirst("^https?://[^/]+", "");
    }
}
