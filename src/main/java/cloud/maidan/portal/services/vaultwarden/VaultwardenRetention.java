package cloud.maidan.portal.services.vaultwarden;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Turn;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * How long Vaultwarden keeps what was deleted, and what organisations did. It is set in its environment: what is changed
 * while it runs replaces its whole configuration, secrets included, and wins over the environment from then on.
 */
final class VaultwardenRetention implements Retention {

    private static final Map<String, String> KEYS =
            Map.of("trash", "TRASH_AUTO_DELETE_DAYS", "organisation-events", "EVENTS_DAYS_RETAIN");

    private static final List<Kind> KINDS = List.of(
            kind("trash", LegalBasis.CONTRACT, new InFile()).suggesting(Period.ofDays(30)),
            kind("organisation-events", LegalBasis.LEGITIMATE_INTERESTS, new InFile())
                    .suggesting(Period.ofDays(90)),
            kind("accounts", LegalBasis.CONTRACT, new Unbounded(Text.of("vaultwarden.retention.accounts.gap"))));

    private final VaultwardenClient vaultwarden;

    VaultwardenRetention(VaultwardenClient vaultwarden) {
        this.vaultwarden = vaultwarden;
    }

    private static Kind kind(String id, LegalBasis basis, Means means) {
        return Kind.of("vaultwarden", id, basis, means);
    }

    @Override
    public List<Kind> kinds() {
        return KINDS;
    }

    /** As it is in force, wherever it was set. */
    @Override
    public Found found(String kind) {
        JsonNode days = vaultwarden.settings().get(key(kind).toLowerCase(Locale.ROOT));
        return days != null && days.isNumber() && days.asInt() > 0
                ? new Found.Kept(Period.ofDays(days.asInt()))
                : new Found.ForEver();
    }

    @Override
    public Applied keep(String kind, Period period, Turn turn) {
        long days = Retention.days(period);
        return found(kind).equals(new Found.Kept(Period.ofDays(Math.toIntExact(days))))
                ? new Applied.AlreadySo()
                : new Applied.ByHand("the environment", key(kind), Long.toString(days));
    }

    private static String key(String kind) {
        return Objects.requireNonNull(KEYS.get(kind));
    }
}
