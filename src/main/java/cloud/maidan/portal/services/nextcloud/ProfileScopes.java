package cloud.maidan.portal.services.nextcloud;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.PrivacySettings.Aspect;
import cloud.maidan.portal.services.PrivacySettings.Choice;
import cloud.maidan.portal.services.PrivacySettings.Now;
import cloud.maidan.portal.services.PrivacySettings.Setting;
import cloud.maidan.portal.services.PrivacySettings.Way;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.nextcloud.NextcloudClient.Standing;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who sees which part of a member's profile, and whether it has a page. Nextcloud shows and changes this to the member alone, so both are asked with
 * their own token. Name and address cannot be hidden from the people of the same server.
 */
class ProfileScopes {

    private static final String PRIVATE = "v2-private";
    private static final List<String> SCOPES = List.of(PRIVATE, "v2-local", "v2-federated", "v2-published");
    private static final List<String> NEVER_PRIVATE = List.of("displayname", "email");
    private static final String PAGE = "profile_enabled";
    private static final List<String> ON_OFF = List.of("0", "1");
    private static final List<String> FIELDS = List.of(
            "displayname",
            "email",
            "phone",
            "address",
            "website",
            "twitter",
            "fediverse",
            "organisation",
            "role",
            "headline",
            "biography",
            "pronouns");

    private final NextcloudClient nextcloud;
    private final NextcloudProperties properties;
    private final ServiceAccount account;

    ProfileScopes(NextcloudClient nextcloud, NextcloudProperties properties, ServiceAccount account) {
        this.nextcloud = nextcloud;
        this.properties = properties;
        this.account = account;
    }

    List<Setting> settings() {
        JsonNode profile = own().profile();
        List<Setting> settings = new ArrayList<>();
        for (String field : FIELDS) {
            String scope = profile.path(field + "Scope").asString("");
            if (SCOPES.contains(scope)) {
                settings.add(new Setting(
                        field,
                        Aspect.VISIBILITY,
                        Text.of("nextcloud.setting." + field),
                        new Now.Known(scope),
                        choices(field),
                        new Way.Here(page())));
            }
        }
        page(profile).ifPresent(settings::add);
        return settings;
    }

    /** Empty where this version does not say. */
    private Optional<Setting> page(JsonNode profile) {
        String now = profile.path(PAGE).asString("");
        return ON_OFF.contains(now)
                ? Optional.of(new Setting(
                        PAGE,
                        Aspect.DISCOVERY,
                        Text.of("nextcloud.setting.page"),
                        new Now.Known(now),
                        choices(PAGE),
                        new Way.Here(page())))
                : Optional.empty();
    }

    private @Nullable String page() {
        return properties.page("/settings/user");
    }

    private static List<Choice> choices(String field) {
        if (field.equals(PAGE)) {
            return ON_OFF.stream()
                    .map(value -> new Choice(value, Text.of("nextcloud.setting.page." + value)))
                    .toList();
        }
        return SCOPES.stream()
                .filter(scope -> !scope.equals(PRIVATE) || !NEVER_PRIVATE.contains(field))
                .map(scope -> new Choice(scope, Text.of("nextcloud.setting.scope." + scope.substring(3))))
                .toList();
    }

    Applied set(String setting, String value, Turn turn) {
        if (!(FIELDS.contains(setting) || setting.equals(PAGE))
                || choices(setting).stream().noneMatch(choice -> choice.value().equals(value))) {
            throw new IllegalArgumentException("no such setting of nextcloud");
        }
        MemberNextcloud own = own();
        String key = setting.equals(PAGE) ? PAGE : setting + "Scope";
        if (own.profile().path(key).asString("").equals(value)) {
            return new Applied.AlreadySo();
        }
        turn.stillMine();
        return own.edit(account.id(), key, value)
                ? new Applied.Done()
                : new Applied.Refused(Text.of("nextcloud.setting.refused"));
    }

    private MemberNextcloud own() {
        return switch (nextcloud.standing(account.member(), account.id())) {
            case Standing.Open(MemberNextcloud own) -> own;
            case Standing.Tokenless(ServiceFault why) -> throw why;
            case Standing.NotAccepted() -> throw notTaken();
            case Standing.AnotherAccount() -> throw notTaken();
        };
    }

    private static ServiceFault notTaken() {
        return new ServiceFault(Fault.REFUSED, null, "nextcloud takes no token of the member", null);
    }
}
