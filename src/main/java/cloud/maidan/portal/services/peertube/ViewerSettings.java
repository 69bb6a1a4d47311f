package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.PrivacySettings.Aspect;
import cloud.maidan.portal.services.PrivacySettings.Choice;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a viewer chose. PeerTube shows it to administrators and lets nobody but the viewer change it. */
class ViewerSettings {

    private final PeerTubeProperties properties;

    ViewerSettings(PeerTubeProperties properties) {
        this.properties = properties;
    }

    List<Setting> of(JsonNode user) {
        List<Setting> settings = new ArrayList<>();
        add(settings, user, "p2pEnabled", Aspect.NETWORK_ADDRESS);
        add(settings, user, "videosHistoryEnabled", Aspect.HISTORY);
        add(settings, user, "emailPublic", Aspect.VISIBILITY);
        return settings;
    }

    private void add(List<Setting> settings, JsonNode user, String id, Aspect aspect) {
        if (user.path(id).isBoolean()) {
            settings.add(new Setting(
                    id,
                    aspect,
                    Text.of("peertube.setting." + id),
                    user.path(id).asBoolean() ? "on" : "off",
                    List.of(
                            new Choice("off", Text.of("peertube.setting.off")),
                            new Choice("on", Text.of("peertube.setting.on"))),
                    Text.of("peertube.setting.elsewhere"),
                    properties.page("/my-account/settings")));
        }
    }

    static Applied set() {
        return new Applied.Refused(Text.of("peertube.setting.elsewhere"));
    }
}
