package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Holds.Hold;
import java.util.List;

/** Whether whoever destroys or changes something is still the one to do so. */
@FunctionalInterface
public interface Turn {

    /** Throws when another has taken over or the work was cancelled; whoever asked must stop. */
    void stillMine();

    /**
     * What has to stay of the account for legal claims, as of now and of kinds that the service can spare. Ask anew before
     * each deletion: a hold may come at any time.
     */
    default List<Hold> held() {
        return List.of();
    }

    /** What an earlier erasure of the account left for legal claims and may go now. */
    default List<Hold> freed() {
        return List.of();
    }
}
