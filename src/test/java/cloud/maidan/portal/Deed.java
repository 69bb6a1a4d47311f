package cloud.maidan.portal;

import java.util.UUID;

/** Something a portal does that has to come out the same whoever is killed meanwhile. */
interface Deed {

    /** The order for it. */
    String name();

    /** Sets the services up for it. */
    void prepare();

    /** What the portal says when it is over begins with this, and the token. */
    String over();

    /** @param said the portal's line when it was over */
    Outcome outcome(UUID token, String said) throws Exception;

    /** What did not have to be done twice; throws an assertion error when something should not have been. */
    String repeated() throws Exception;

    /** Holds an undisturbed outcome against what there was to do. */
    void verifyUndisturbed(Outcome outcome);
}
