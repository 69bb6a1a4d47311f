package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Retention.Found;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was found when somebody looked whether a kind is kept as its rule says. @param found null for what is swept */
record Look(
        String service,
        String kind,
        int ruleVersion,
        Result result,
        @Nullable Found found,
        Instant at) {

    enum Result {
        AS_SET,
        /** The service is set otherwise. */
        DRIFTED,
        /** Something is there that should have gone. */
        OVERDUE,
        /** The service tells nobody. */
        UNSAID,
        /** The service did not answer. */
        FAILED
    }

    public boolean drifted() {
        return result == Result.DRIFTED || result == Result.OVERDUE;
    }

    /** Whether the rule can follow the service: what is overdue only goes, or is given another rule. */
    public boolean acceptable() {
        return result == Result.DRIFTED;
    }

    /** How it was found to be, as {@link Foundings} writes it; the result where the service is not set. */
    public String written() {
        return found == null ? result.name() : Foundings.written(found);
    }

    /** Whether the same was found. */
    boolean same(Look other) {
        return result == other.result && Objects.equals(found, other.found);
    }

    public String key() {
        return "retention.look." + result.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
