package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.PrivacySettings.Aspect;
import cloud.maidan.portal.services.PrivacySettings.Choice;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.subject.Text;
import java.util.List;

/** What members set in CryptPad. It lies encrypted in their drive; no administrator reads or sets it (sheet §8). */
class DriveSettings {

    private static final Now UNSEEN = new Now.Unseen(Text.of("cryptpad.setting.unseen"));

    private final String address;

    DriveSettings(String address) {
        this.address = address;
    }

    List<Setting> all() {
        return List.of(
                setting("access", Aspect.VISIBILITY, "listed", "link", "/drive/"),
                setting("safe-links", Aspect.VISIBILITY, "on", "off", "/settings/#security"),
                setting("cursor", Aspect.VISIBILITY, "off", "on", "/settings/#cursor"),
                setting("feedback", Aspect.HISTORY, "off", "on", "/settings/#security"),
                setting("auto-store", Aspect.HISTORY, "ask", "always", "/settings/#drive"),
                setting("cache", Aspect.HISTORY, "off", "on", "/settings/#security"));
    }

    private Setting setting(String id, Aspect aspect, String mostPrivate, String other, String path) {
        String key = "cryptpad.setting." + id;
        return new Setting(
                id,
                aspect,
                Text.of(key),
                UNSEEN,
                List.of(
                        new Choice(mostPrivate, Text.of(key + "." + mostPrivate)),
                        new Choice(other, Text.of(key + "." + other))),
                new Way.There(Text.of(key + ".how"), address + path));
    }
}
