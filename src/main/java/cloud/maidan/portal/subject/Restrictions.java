package cloud.maidan.portal.subject;

/** Whose data may only be stored, GDPR Art. 18: work on it and looks at it pause, the member's own requests go on. */
public interface Restrictions {

    boolean restricted(MemberId member);
}
