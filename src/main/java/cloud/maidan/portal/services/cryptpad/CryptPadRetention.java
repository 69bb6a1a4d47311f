package cloud.maidan.portal.services.cryptpad;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.services.cryptpad.CryptPadClient.Admin;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How long CryptPad keeps what nobody uses. Its decrees count at once; as long as its eviction is switched off, which is
 * what unset means, it removes nothing whatever they say.
 */
final class CryptPadRetention implements Retention {

    /** The rule in force, and the decree that sets it, by kind. */
    private static final Map<String, List<String>> WORDS = Map.of(
            "inactive-documents", List.of("inactiveTime", "SET_INACTIVE_TIME"),
            "archived", List.of("archiveRetentionTime", "SET_ARCHIVE_RETENTION_TIME"),
            "inactive-accounts", List.of("accountRetentionTime", "SET_ACCOUNT_RETENTION_TIME"));

    private static final String SWITCH = "DISABLE_INTEGRATED_EVICTION";

    private static final List<Kind> KINDS = List.of(
            kind("inactive-documents").atLeast(Period.ofDays(7)).suggesting(Period.ofDays(90)),
            kind("archived").suggesting(Period.ofDays(15)),
            kind("inactive-accounts").atLeast(Period.ofDays(90)).suggesting(Period.ofYears(2)));

    private final CryptPadClient cryptpad;

    CryptPadRetention(CryptPadClient cryptpad) {
        this.cryptpad = cryptpad;
    }

    private static Kind kind(String id) {
        return Kind.of("cryptpad", id, LegalBasis.CONTRACT, new Live());
    }

    @Override
    public List<Kind> kinds() {
        return KINDS;
    }

    @Override
    public Found found(String kind) {
        return cryptpad.asking(CryptPadAdapter.WITHIN, admin -> found(kind, rules(admin)));
    }

    private static Found found(String kind, JsonNode rules) {
        JsonNode days = rules.path(words(kind).getFirst());
        return CryptPadFindings.evicts(rules) && days.asInt(0) > 0
                ? new Found.Kept(Period.ofDays(days.asInt()))
                : new Found.ForEver();
    }

    @Override
    public Applied keep(String kind, Period period, Turn turn) {
        int days = Math.toIntExact(Retention.days(period));
        Found wanted = new Found.Kept(Period.ofDays(days));
        Optional<Text> notTaken = Optional.of(Text.of("cryptpad.retention.not-taken"));
        return cryptpad.asking(
                CryptPadAdapter.WITHIN,
                admin -> Applied.set(
                        () -> found(kind, rules(admin)).equals(wanted) ? Optional.empty() : notTaken, turn, () -> {
                            decree(admin, kind, days, turn);
                            return Optional.empty();
                        }));
    }

    private static void decree(Admin admin, String kind, int days, Turn turn) {
        admin.decree(words(kind).getLast(), days);
        if (!CryptPadFindings.evicts(rules(admin))) {
            turn.stillMine();
            admin.decree(SWITCH, false);
        }
    }

    private static JsonNode rules(Admin admin) {
        return admin.rules()
                .orElseThrow(
                        () -> new ServiceFault(Fault.REFUSED, null, "cryptpad: our key is no administrator's", null));
    }

    private static List<String> words(String kind) {
        return Objects.requireNonNull(WORDS.get(kind));
    }
}
