package cloud.maidan.portal.subject;

import java.util.Set;

/** Whose data may only be stored, GDPR Art. 18: work on it and looks at it pause, the member's own requests go on. */
public interface Restrictions {

    boolean restricted(MemberId member);

    /** Everybody whose data may only be stored now. */
    Set<MemberId> lasting();
}
