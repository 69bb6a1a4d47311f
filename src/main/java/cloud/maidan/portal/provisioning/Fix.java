package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.subject.Text;
import java.util.Locale;

/**
 * What to change.
 *
 * @param code a key of a compose file with its value, or a line of the image's build
 */
record Fix(Verb verb, String code) {

    enum Verb {
        SET,
        REMOVE,
        BUILD
    }

    /** What to do with the code. */
    public Text how() {
        return Text.of("provisioning.fix." + verb.name().toLowerCase(Locale.ROOT));
    }

    static Fix set(String code) {
        return new Fix(Verb.SET, code);
    }

    static Fix remove(String code) {
        return new Fix(Verb.REMOVE, code);
    }

    static Fix build(String line) {
        return new Fix(Verb.BUILD, line);
    }
}
