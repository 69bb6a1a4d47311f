package cloud.maidan.portal.members;

import cloud.maidan.portal.subject.Text;
import java.util.Locale;

/** What a person may do here; each comes from a group of the identity provider. */
public enum Role {
    MEMBER,
    MODERATOR,
    OFFICER,
    ADMIN,
    AUDITOR;

    /** What somebody with it is called. */
    public Text said() {
        return Text.of("members.role." + name().toLowerCase(Locale.ROOT));
    }

    /** Name of the authority in Spring Security. */
    public String authority() {
        return "ROLE_" + name();
    }
}
