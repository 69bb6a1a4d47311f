package cloud.maidan.portal.work;

import java.util.UUID;

/** One attempt at a step, holding the step's lease. */
public interface StepRun {

    StepId id();

    /** The thing the step is about, as given when it was planned (an export's id, say). */
    UUID about();

    /** What the step is for within that thing, as given when it was planned (a service's name, say); may be empty. */
    String part();

    /** Attempts so far, this one included; from 1. */
    int attempt();

    /**
     * Runs database work in a transaction that begins by proving that this run still holds the lease.
     *
     * @throws Superseded when another run has taken over or the step was cancelled; the caller must stop
     */
    void effect(Runnable work);

    /** @throws Superseded as {@link #effect}; ask before each call that cannot be undone, and between long ones */
    void stillMine();
}
