package cloud.maidan.portal.retention;

import cloud.maidan.portal.keys.Signatures;
import cloud.maidan.portal.keys.Signatures.Signature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Signs what a plan says: the rules' versions and the exact set of items. A token stands for that plan and no other. */
@Component
class PlanSeal {

    private static final String PURPOSE = "retention-plan";

    private final Signatures signatures;
    private final ItemRows items;

    PlanSeal(Signatures signatures, ItemRows items) {
        this.signatures = signatures;
        this.items = items;
    }

    /** The plan as it is in the database now, one line for each of its lines. */
    String statement(Plan plan) {
        return plan.lines().stream()
                .map(line -> String.join(
                        " ",
                        line.service(),
                        line.kind(),
                        "rule=" + line.ruleVersion(),
                        "period=" + line.period(),
                        "before=" + line.before(),
                        "found=" + (line.found() == null ? "-" : Foundings.written(line.found())),
                        "items=" + line.items(),
                        "bytes=" + line.bytes(),
                        "set=" + items.digest(line)))
                .collect(Collectors.joining("\n", "plan " + plan.id() + " made " + plan.madeAt() + " of\n", "\n"));
    }

    /** @param statement and expiry of the plan, which must be there */
    String token(Plan plan) {
        Signature signature = signatures.sign(PURPOSE, signed(plan));
        return signature.keyId() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.value());
    }

    boolean fits(Plan plan, String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > 200) {
            return false;
        }
        try {
            byte[] value = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            return signatures.verify(PURPOSE, new Signature(token.substring(0, dot), value), signed(plan));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] signed(Plan plan) {
        return (plan.statement() + "needed " + plan.needed() + " until " + plan.expiresAt())
                .getBytes(StandardCharsets.UTF_8);
    }
}
