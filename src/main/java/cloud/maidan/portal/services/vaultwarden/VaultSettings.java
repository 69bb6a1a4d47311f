package cloud.maidan.portal.services.vaultwarden;

import cloud.maidan.portal.services.PrivacySettings.Aspect;
import cloud.maidan.portal.services.PrivacySettings.Choice;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.subject.Text;
import java.util.List;

/** What members set in their own client. Vaultwarden shows and changes none of it to an administrator (sheet §8). */
class VaultSettings {

    private static final Now UNSEEN = new Now.Unseen(Text.of("vaultwarden.setting.unseen"));

    private final String address;
    private final VaultwardenProperties properties;

    VaultSettings(String address, VaultwardenProperties properties) {
        this.address = address;
        this.properties = properties;
    }

    List<Setting> all() {
        return List.of(
                setting("send-address", Aspect.VISIBILITY, "hidden", "shown", properties.sendsPath()),
                setting("emergency", Aspect.VISIBILITY, "nobody", "named", properties.emergencyPath()),
                setting("icons", Aspect.HISTORY, "off", "on", properties.preferencesPath()),
                setting("lock", Aspect.HISTORY, "soon", "late", properties.preferencesPath()));
    }

    private Setting setting(String id, Aspect aspect, String mostPrivate, String other, String path) {
        String key = "vaultwarden.setting." + id;
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
