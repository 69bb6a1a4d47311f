package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Member;
import java.util.List;

/**
 * One connected service, spoken to in its own language. Implements each {@link Capability} it offers; its profile
 * explains every other. Faults of the service are thrown as {@link ServiceFault}.
 */
public interface ServiceAdapter {

    ServiceProfile profile();

    /** Whether an address and credentials are there; without them nothing else is called. */
    boolean configured();

    Lookup find(Member member);

    /**
     * As {@link #find}, when an e-mail address or a person's word had proven an account before. A service that knows no
     * subject is asked for that account by its own id, since addresses change and change hands.
     */
    default Lookup findAgain(ServiceAccount known) {
        return find(known.member());
    }

    /** One page of all accounts of the service, from {@link Cursor#START} on. */
    AccountPage accounts(Cursor from);

    Health check();

    /** How members take along what the service holds but only their own devices can decrypt. */
    default List<ClientExport> clientExports() {
        return List.of();
    }

    /** Facts about the service that other modules read, such as a way by which data can leave. */
    default List<Finding> findings() {
        return List.of();
    }
}
