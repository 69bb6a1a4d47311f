package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.List;

/**
 * A fact about a service.
 *
 * @param code stable name of what was looked at
 * @param what the fact in words
 * @param evidence where it was seen: names of settings and hosts, never what is secret; empty when there is nothing to see
 */
public record Finding(String code, Result result, Text what, List<String> evidence) {

    /** What came of looking. Not to have looked is never fine. */
    public enum Result {
        FINE,
        CONCERN,
        NOT_CHECKED
    }

    public Finding {
        evidence = List.copyOf(evidence);
    }

    /** @param concern whether somebody should do something about it */
    public Finding(String code, Text what, boolean concern) {
        this(code, concern ? Result.CONCERN : Result.FINE, what, List.of());
    }

    /** Whether somebody should do something about it. */
    public boolean concern() {
        return result == Result.CONCERN;
    }
}
