package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.PrivacySettings.Aspect;
import cloud.maidan.portal.services.PrivacySettings.Choice;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import org.bson.BsonDocument;

/**
 * What a member chose at the assistant. The database shows it; LibreChat changes it for nobody but the member's own
 * sign-in ({@code PATCH /api/memories/preferences}, {@code DELETE /api/share/:id}), and its settings have no address.
 */
class AssistantSettings {

    private final LibreChatClient librechat;
    private final Departures departures;
    private final LibreChatProperties properties;
    private final String user;

    AssistantSettings(LibreChatClient librechat, Departures departures, LibreChatProperties properties, String user) {
        this.librechat = librechat;
        this.departures = departures;
        this.properties = properties;
        this.user = user;
    }

    List<Setting> all() {
        BsonDocument account = librechat
                .account(user)
                .orElseThrow(() -> new ServiceFault(Fault.UNREADABLE, null, "librechat: the account went away", null));
        return List.of(links(), memories(account));
    }

    private Setting links() {
        long shared = librechat.count(Kept.SHARED_LINKS.collection, Kept.SHARED_LINKS.of(user));
        return new Setting(
                "links",
                Aspect.VISIBILITY,
                Text.of("librechat.setting.links"),
                new Now.Known(shared == 0 ? "none" : "shared"),
                List.of(
                        new Choice("none", Text.of("librechat.setting.links.none")),
                        new Choice("shared", Text.of("librechat.setting.links." + readers(), shared))),
                there("links"));
    }

    /** What opens links to people without an account was off in some versions and on in others unless set. */
    private String readers() {
        return departures
                .set("ALLOW_SHARED_LINKS_PUBLIC")
                .map(everybody -> everybody ? "everybody" : "signed-in")
                .orElse("unknown");
    }

    /** Only an explicit no switches them off. */
    private Setting memories(BsonDocument account) {
        boolean off = !Fields.at(account, "personalization.memories").isNull()
                && !Fields.flag(account, "personalization.memories");
        return new Setting(
                "memories",
                Aspect.HISTORY,
                Text.of("librechat.setting.memories"),
                new Now.Known(off ? "off" : "on"),
                List.of(
                        new Choice("off", Text.of("librechat.setting.memories.off")),
                        new Choice("on", Text.of("librechat.setting.memories.on"))),
                there("memories"));
    }

    private Way there(String id) {
        return new Way.There(Text.of("librechat.setting." + id + ".how"), properties.client());
    }
}
