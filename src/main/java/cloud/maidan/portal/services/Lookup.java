package cloud.maidan.portal.services;

/** Whether a service knows a member. */
public sealed interface Lookup {

    /** @param account the service's own id of the account, such as {@code @ada:example.org} */
    record Found(String account, Evidence evidence) implements Lookup {}

    /**
     * The account bears the member's e-mail address, which alone proves nothing.
     *
     * @param bornFromSignIn whether the service made the account at a sign-in through the identity provider
     */
    record Proposed(String account, boolean bornFromSignIn) implements Lookup {}

    record NoAccount() implements Lookup {}

    /** Several accounts could be the member's; a person has to decide. */
    record Ambiguous() implements Lookup {}
}
