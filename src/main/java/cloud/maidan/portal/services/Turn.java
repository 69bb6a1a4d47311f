package cloud.maidan.portal.services;

/** Whether whoever destroys or changes something is still the one to do so. */
@FunctionalInterface
public interface Turn {

    /** Throws when another has taken over or the work was cancelled; whoever asked must stop. */
    void stillMine();
}
