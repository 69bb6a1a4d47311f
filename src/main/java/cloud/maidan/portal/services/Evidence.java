package cloud.maidan.portal.services;

/** How we know that an account is the member's. */
public enum Evidence {
    /** The service stores the identity provider's {@code sub}, and it is the member's. */
    SUBJECT,
    /** The portal's own records carry the member's key. */
    OWN_RECORDS,
    /**
     * The account bears the member's e-mail address, was made at a sign-in through the identity provider, and an
     * administrator declared that the provider gives each address to one person and lets nobody change their own.
     */
    ADDRESS,
    /** The privacy officer confirmed it. */
    OFFICER,
    /** The member said so; serves viewing only. */
    CLAIMED;

    public boolean proven() {
        return this != CLAIMED;
    }
}
