package cloud.maidan.portal.services.peertube;

import cloud.maidan.portal.services.PrivacySettings.Aspect;
import cloud.maidan.portal.services.PrivacySettings.Choice;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a viewer chose. PeerTube shows it to administrators and lets nobody but the viewer change it. */
class ViewerSettings {

    private final PeerTubeClient peertube;
    private final PeerTubeProperties properties;

    ViewerSettings(PeerTubeClient peertube, PeerTubeProperties properties) {
        this.peertube = peertube;
        this.properties = properties;
    }

    List<Setting> of(JsonNode user) {
        List<Setting> settings = new ArrayList<>();
        settings.add(videos(user.path("account").path("name").asString("")));
        add(settings, user, "emailPublic", Aspect.VISIBILITY);
        add(settings, user, "videosHistoryEnabled", Aspect.HISTORY);
        settings.add(new Setting(
                "page",
                Aspect.DISCOVERY,
                Text.of("peertube.setting.page"),
                new Now.Known("public"),
                List.of(new Choice("public", Text.of("peertube.setting.page.public"))),
                new Way.Decided(Text.of("peertube.setting.page.why"))));
        add(settings, user, "p2pEnabled", Aspect.NETWORK_ADDRESS);
        return settings;
    }

    /** Chosen for each video. */
    private Setting videos(String account) {
        long open = peertube.publicVideos(account);
        return new Setting(
                "videos",
                Aspect.VISIBILITY,
                Text.of("peertube.setting.videos"),
                new Now.Known(open == 0 ? "none" : "public"),
                List.of(
                        new Choice("none", Text.of("peertube.setting.videos.none")),
                        new Choice("public", Text.of("peertube.setting.videos.public", open))),
                new Way.There(Text.of("peertube.setting.videos.how"), properties.page("/my-library/videos")));
    }

    private void add(List<Setting> settings, JsonNode user, String id, Aspect aspect) {
        if (user.path(id).isBoolean()) {
            settings.add(new Setting(
                    id,
                    aspect,
                    Text.of("peertube.setting." + id),
                    new Now.Known(user.path(id).asBoolean() ? "on" : "off"),
                    List.of(
                            new Choice("off", Text.of("peertube.setting.off")),
                            new Choice("on", Text.of("peertube.setting.on"))),
                    new Way.There(Text.of("peertube.setting.elsewhere"), properties.page("/my-account/settings"))));
        }
    }
}
