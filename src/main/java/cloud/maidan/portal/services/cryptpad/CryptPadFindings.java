package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.Instance;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What an administrator of CryptPad should know about the rules in force. */
final class CryptPadFindings {

    private final List<Finding> findings = new ArrayList<>();

    private CryptPadFindings() {}

    static List<Finding> of(Instance instance, JsonNode rules) {
        CryptPadFindings all = new CryptPadFindings();
        all.add("eviction", !evicts(rules));
        all.add("inactive-accounts", rules.path("accountRetentionTime").asLong(0) <= 0);
        all.add("own-passwords", instance.signInByProvider() && !instance.ownPasswords());
        all.add("daily-check", !rules.path("blockDailyCheck").asBoolean(false));
        all.add("embedding", rules.path("enableEmbedding").asBoolean(false));
        all.add("registration", !rules.path("restrictRegistration").asBoolean(false));
        return List.copyOf(all.findings);
    }

    /** Unless it was said otherwise, the server removes nothing by itself: an unset switch means switched off. */
    static boolean evicts(JsonNode rules) {
        return !rules.path("disableIntegratedEviction").asBoolean(true);
    }

    private void add(String code, boolean concern) {
        findings.add(new Finding(
                "cryptpad." + code, Text.of("cryptpad.finding." + code + (concern ? ".concern" : "")), concern));
    }
}
