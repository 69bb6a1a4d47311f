package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.PrivacySettings.Aspect;
import cloud.maidan.portal.services.PrivacySettings.Choice;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.services.authentik.AuthentikClient.NotAllowed;
import cloud.maidan.portal.subject.Text;
import java.util.List;

/**
 * What Authentik keeps because the member let it: consents that last, and sign-ins that stay open. It has no other
 * privacy settings of a person (sheet §9). Both are ended one by one, since no portal can give a consent back.
 */
class AccountSettings {

    private static final int PAGES = 5;

    private final AuthentikClient authentik;
    private final AuthentikProperties properties;
    private final Account account;

    AccountSettings(AuthentikClient authentik, AuthentikProperties properties, Account account) {
        this.authentik = authentik;
        this.properties = properties;
        this.account = account;
    }

    List<Setting> all() {
        return List.of(
                counted("consents", Aspect.VISIBILITY, Listing.consents(account), 0),
                counted("sessions", Aspect.NETWORK_ADDRESS, Listing.sessions(account), 1));
    }

    /** @param few up to so many it is as private as it can be */
    private Setting counted(String id, Aspect aspect, Listing listing, int few) {
        String key = "authentik.setting." + id;
        Way there = new Way.There(Text.of(key + ".how"), properties.settings());
        Choice least = new Choice("few", Text.of(key + ".few"));
        try {
            int many = authentik.part(listing, PAGES).items().size();
            return new Setting(
                    id,
                    aspect,
                    Text.of(key),
                    new Now.Known(many > few ? "many" : "few"),
                    List.of(least, new Choice("many", Text.of(key + ".many", many))),
                    there);
        } catch (NotAllowed notAllowed) {
            return new Setting(
                    id,
                    aspect,
                    Text.of(key),
                    new Now.Unseen(Text.of("authentik.setting.unseen")),
                    List.of(least),
                    there);
        }
    }
}
