package cloud.maidan.portal.subject;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Single items that are kept from erasure and from retention deletion for legal claims, GDPR Art. 17(3)(e). Ask anew
 * right before each deletion: a hold counts from the moment it is placed.
 */
public interface Holds {

    /** The kind of a hold on a whole account, whose item is the account's own id at the service. */
    String ACCOUNT = "account";

    /**
     * Holds that last on the member's items at a service, oldest first; also after the portal forgot the member.
     *
     * @param service a service's short name, such as {@code matrix}
     */
    List<Hold> on(MemberId member, String service);

    /** Holds that last on items at a service, whoever's they are, oldest first: for when nobody can say whose they are. */
    List<Hold> at(String service);

    /**
     * Those of the items that must stay, whoever's they are; empty when all may go. Ask with {@link #ACCOUNT} and the
     * owners' accounts too: nothing of an account that is held goes.
     *
     * @param kind as in {@link Hold#kind}
     * @param items the service's own ids, up to some thousands at a time
     */
    Set<String> held(String service, String kind, Collection<String> items);

    /** Those of the holds that last; none of them is lifted before the caller's transaction ends. */
    Set<UUID> lasting(Collection<UUID> holds);

    /**
     * One held item.
     *
     * @param kind {@code message}, {@code conversation}, {@code file}, {@code video}, {@code comment}, {@link #ACCOUNT},
     *     or another word of the service for one thing of a sort
     * @param item the service's own id of it
     * @param ground why, as the officer wrote it
     * @param reviewAt until when somebody looks again whether it is still needed
     * @param confidential whether the member is told only that something is retained for a legal claim
     */
    record Hold(
            UUID id, String service, String kind, String item, String ground, Instant reviewAt, boolean confidential) {}
}
