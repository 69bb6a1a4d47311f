package cloud.maidan.portal.services;

/**
 * The service through which members sign in. It shuts the door before anything is erased elsewhere, since many services
 * make an account anew at the next sign-in, and is itself erased last.
 */
public interface Deactivation {

    /** Ends the account's sessions and tokens and lets it sign in nowhere any more; repeating changes nothing. */
    void deactivate(ServiceAccount account, Turn turn);
}
