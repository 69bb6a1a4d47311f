package cloud.maidan.portal.members;

/** What a person may do here; each comes from a group of the identity provider. */
public enum Role {
    MEMBER,
    MODERATOR,
    OFFICER,
    ADMIN,
    AUDITOR;

    /** Name of the authority in Spring Security. */
    public String authority() {
        return "ROLE_" + name();
    }
}
