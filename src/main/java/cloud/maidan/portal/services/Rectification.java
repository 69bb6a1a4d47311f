package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.Set;

/** Corrects what a service holds about a member (GDPR Art. 16). */
public non-sealed interface Rectification extends Capability {

    /** What the portal can have corrected. */
    enum Fact {
        DISPLAY_NAME,
        EMAIL
    }

    /** The facts that the service takes from us. */
    Set<Fact> corrects();

    /** Sets a fact; repeating changes nothing. @throws ServiceFault when the service fails */
    Correction correct(ServiceAccount account, Fact fact, String value, Turn turn);

    /** What came of it. */
    sealed interface Correction {

        record Corrected() implements Correction {}

        /** The service holds that value already. */
        record AlreadySo() implements Correction {}

        /** The service does not take it. */
        record Refused(Text why) implements Correction {}
    }
}
