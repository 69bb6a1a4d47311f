package cloud.maidan.portal.retention;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Why something that is old enough stays. */
enum Reason {
    /** Held for a legal claim. */
    HELD,
    /** Its owner's data may only be stored. */
    RESTRICTED,
    /** It can only go after something that stays. */
    BEHIND,
    /** The service was told and still has it. */
    KEPT,
    /** Its rule was changed while the plan was carried out. */
    CHANGED;

    String key() {
        return "retention.reason." + name().toLowerCase(Locale.ROOT);
    }

    static Map<Reason, Long> sum(Map<Reason, Long> one, Map<Reason, Long> other) {
        Map<Reason, Long> sum = new EnumMap<>(Reason.class);
        sum.putAll(one);
        other.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        return sum;
    }
}
