package cloud.maidan.portal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.FaultyServer.Trouble;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.PageBrowser;
import cloud.maidan.portal.PageLooks;
import cloud.maidan.portal.TestCommunity;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The settings of all services, what would be more private, and the way there, in a real browser. */
@CommunityTest
class SettingsLooksTests {

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ChangeRows rows;

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
    void settingsFromTheFirstLookToUndone() {
        try (PageBrowser chromium = PageBrowser.open()) {
            PageLooks looks = PageLooks.everyday(chromium, port, jdbc);
            looks.look(mira, "/me/settings", "settings");
            mira.get("/me/settings");
            String preview = where("/me/settings/most-private");
            looks.look(mira, preview, "settings-preview");

            breaks("nextcloud");
            breaks("cryptpad");
            looks.look(mira, "/me/settings", "settings-away");
            mira.get(preview);
            mira.post(preview + "/application", Map.of());
            await().until(() -> rows.items(id(preview)).stream()
                    .anyMatch(item -> item.service().equals("matrix") && item.outcome() != null));
            assertThat(mira.get(preview).body()).contains("settled", "http-equiv=\"refresh\"", "?still");
            assertThat(mira.get(preview + "?still=").body()).doesNotContain("http-equiv=\"refresh\"");
            looks.look(mira, preview + "?still=", "settings-running");

            TestCommunity.community().heal();
            make(where(preview + "/undoing"));
            jdbc.sql("delete from settings_change where id = ?")
                    .param(id(preview))
                    .update();
            mira.get("/me/settings");
            String whole = where("/me/settings/most-private");
            make(whole);
            looks.look(mira, whole, "settings-made");
            make(where(whole + "/undoing"));
            looks.look(mira, "/me/settings", "settings-after");
        }
    }

    private void make(String change) {
        mira.get(change);
        mira.post(change + "/application", Map.of());
        await().until(() -> rows.items(id(change)).stream().allMatch(item -> item.outcome() != null));
    }

    private String where(String path) {
        return mira.post(path, Map.of())
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceFirst("^https?://[^/]+", "");
    }

    private static void breaks(String service) {
        Objects.requireNonNull(TestCommunity.community().servers().get(service)).fail(Trouble.SERVER_ERROR);
    }

    private static UUID id(String path) {
        return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    }
}
