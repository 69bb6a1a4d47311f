package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Retention.Found;
import java.time.Instant;
import java.util.Locale;
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

    /** Whether the service's own period can become the rule. */
    public boolean acceptable() {
        return result == Result.DRIFTED && found instanceof Found.Kept;
    }

    public String key() {
        return "retention.look." + result.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
