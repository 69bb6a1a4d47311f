package cloud.maidan.portal.rights;

import cloud.maidan.portal.subject.Text;
import java.util.Locale;

/** What a data subject can ask for. */
public enum Right {
    /** GDPR Art. 15. */
    ACCESS,
    /** GDPR Art. 20. */
    PORTABILITY,
    /** GDPR Art. 17. */
    ERASURE,
    /** GDPR Art. 16. */
    RECTIFICATION,
    /** GDPR Art. 18. */
    RESTRICTION,
    /** GDPR Art. 21. */
    OBJECTION,
    /** To the community itself; GDPR Art. 77 names the authority. */
    COMPLAINT;

    public Text title() {
        return Text.of("rights.right." + name().toLowerCase(Locale.ROOT));
    }
}
