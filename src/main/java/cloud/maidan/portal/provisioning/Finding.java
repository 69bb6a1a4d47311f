package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.subject.Text;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A check's verdict as it is kept.
 *
 * @param seen what is wrong, or why the check does not apply; empty when it passed
 * @param fix null unless something is wrong
 */
record Finding(
        String check, Result result, String seen, @Nullable Fix fix) {

    enum Result {
        PASS,
        WARN,
        NOT_APPLICABLE
    }

    static Finding of(String check, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass() -> new Finding(check, Result.PASS, "", null);
            case Verdict.Warn(String seen, Fix fix) -> new Finding(check, Result.WARN, seen, fix);
            case Verdict.NotApplicable(Verdict.Reason reason) ->
                new Finding(check, Result.NOT_APPLICABLE, reason.name(), null);
        };
    }

    /** What the check is about. */
    public Text title() {
        return Text.of(key("title"));
    }

    /** What is wrong, or why it does not apply. */
    public Text said() {
        return result == Result.NOT_APPLICABLE
                ? Text.of("provisioning.reason." + seen.toLowerCase(Locale.ROOT).replace('_', '-'))
                : Text.of(key("wrong"), seen);
    }

    private String key(String part) {
        return "provisioning.check." + check.replace('.', '-') + "." + part;
    }
}
