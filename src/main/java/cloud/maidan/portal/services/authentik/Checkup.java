package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.authentik.AuthentikClient.NotAllowed;
import cloud.maidan.portal.services.authentik.AuthentikClient.UnknownToken;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Looks whether Authentik can be asked everything that the portal wants to know, and how it is set. */
class Checkup {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");
    /** The first with searches in events that everybody may use. */
    private static final int OLDEST = 2026 * 100 + 5;

    private final AuthentikClient authentik;

    Checkup(AuthentikClient authentik) {
        this.authentik = authentik;
    }

    Health health() {
        try {
            String version = authentik.version();
            List<Text> missing = new ArrayList<>();
            if (tooOld(version)) {
                missing.add(Text.of("authentik.check.too-old", version));
            }
            missing.addAll(rights());
            return missing.isEmpty() ? new Health.Well(version) : new Health.Lacking(version, missing);
        } catch (UnknownToken unknown) {
            return new Health.Lacking("", List.of(Text.of("authentik.check.token-unknown")));
        } catch (ServiceFault fault) {
            return new Health.Unreachable(fault.fault());
        }
    }

    /** How the instance is set, as far as it touches members; nothing when our account may not see the settings. */
    List<Finding> findings() {
        JsonNode settings;
        try {
            settings = authentik.settings();
        } catch (NotAllowed notAllowed) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (settings.path("avatars").asString("").contains("gravatar")) {
            findings.add(concern("authentik.avatars-gravatar"));
        }
        if (!settings.path("gdpr_compliance").asBoolean(true)) {
            findings.add(concern("authentik.events-stay"));
        }
        if (settings.path("default_user_change_email").asBoolean(false)) {
            findings.add(concern("authentik.email-changeable"));
        }
        if (settings.path("default_user_change_username").asBoolean(false)) {
            findings.add(concern("authentik.username-changeable"));
        }
        Durations.days(settings.path("event_retention").asString(""))
                .ifPresent(days -> findings.add(new Finding(
                        "authentik.event-retention", Text.of("authentik.finding.event-retention", days), false)));
        return findings;
    }

    private static Finding concern(String code) {
        return new Finding(code, Text.of(code.replace("authentik.", "authentik.finding.")), true);
    }

    private List<Text> rights() {
        // nobody has the key 0: what is asked is whether we may ask
        Account nobody = new Account(JsonNodeFactory.instance
                .objectNode()
                .put("pk", 0)
                .put("uuid", "00000000-0000-0000-0000-000000000000")
                .put("username", "maidan-portal"));
        Map<String, Runnable> probes = new LinkedHashMap<>();
        Optional<Account> someone = Optional.empty();
        List<Text> missing = new ArrayList<>();
        try {
            someone = authentik.accounts(1).items().stream().findFirst().map(Account::new);
        } catch (NotAllowed notAllowed) {
            missing.add(Text.of("authentik.check.right", "authentik_core.view_user"));
        }
        probes.put("authentik_core.view_authenticatedsession", () -> authentik.first(Listing.sessions(nobody)));
        probes.put("authentik_core.view_userconsent", () -> authentik.first(Listing.consents(nobody)));
        probes.put("authentik_core.view_usersourceconnection", () -> authentik.first(Listing.connections(nobody)));
        probes.put("authentik_events.view_event", () -> authentik.first(Listing.doneBy(nobody)));
        probes.put("authentik_events.view_notification", () -> authentik.first(Listing.notifications(nobody)));
        probes.put("authentik_policies_reputation.view_reputation", () -> authentik.first(Listing.reputation(nobody)));
        probes.put("authentik_rbac.view_system_settings", authentik::settings);
        // Authentik says of a user that is not there what it says of a right, so somebody is needed
        someone.ifPresent(user ->
                probes.put("authentik_core.view_user_applications", () -> authentik.first(Listing.applications(user))));
        probes.forEach((right, probe) -> {
            if (!allowed(probe)) {
                missing.add(Text.of("authentik.check.right", right));
            }
        });
        for (DeviceKind kind : DeviceKind.values()) {
            if (!authentik.sees(kind)) {
                missing.add(Text.of("authentik.check.right", kind.right()));
            }
        }
        return missing;
    }

    private static boolean allowed(Runnable probe) {
        try {
            probe.run();
            return true;
        } catch (NotAllowed notAllowed) {
            return false;
        }
    }

    private static boolean tooOld(String version) {
        Matcher parts = VERSION.matcher(version);
        return parts.matches() && Integer.parseInt(parts.group(1)) * 100 + Integer.parseInt(parts.group(2)) < OLDEST;
    }
}
