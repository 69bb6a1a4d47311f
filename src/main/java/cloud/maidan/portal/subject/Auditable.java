package cloud.maidan.portal.subject;

import java.util.Map;
import java.util.Optional;

/**
 * An event worth recording. Published inside the transaction that makes it true; the record is written in the same
 * transaction, so neither exists without the other.
 */
public interface Auditable {

    enum Kind {
        /** Somebody looked at or took data. */
        ACCESS,
        /** Something was changed. */
        CHANGE,
        /** Something about sign-in, sessions, keys or refusals. */
        SECURITY
    }

    Actor actor();

    /** Whose data it is about; empty when it is about nobody in particular. */
    Optional<MemberId> about();

    Kind kind();

    /** Stable dotted name, {@code <module>.<what happened>}, such as {@code archive.downloaded}. */
    String action();

    /** What else is worth knowing. May hold personal data: it is stored sealed under the member's own key. */
    default Map<String, String> details() {
        return Map.of();
    }
}
