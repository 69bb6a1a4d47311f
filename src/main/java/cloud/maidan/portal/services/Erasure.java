package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes what a service holds about a member (GDPR Art. 17). It never runs on an account that is not proven, and never
 * before what will be destroyed is written down in the ledger.
 */
public non-sealed interface Erasure extends Capability {

    /** What {@link #erase} would do, found by the same questions, without its last step: changes nothing. */
    Outlook outlook(ServiceAccount account);

    /**
     * Carries the erasure on as far as it goes now. It may be interrupted anywhere, by a kill too, and is then called
     * again with the same handle: what is gone already is no fault, and nothing has a second effect.
     *
     * @param handle where an earlier call left off, as its {@link Outcome.Pending} said; empty at first
     * @param turn asked before each call that cannot be undone
     * @throws ServiceFault when the service fails; the next call goes on from the same handle
     */
    Outcome erase(ServiceAccount account, String handle, Turn turn);

    /**
     * What can still be found of an account that was erased, beside what was said to stay; empty when nothing. Asked right
     * after the erasure and again a day later, since a service may say yes and keep the data.
     */
    List<Amount> probe(ServiceAccount account);

    /**
     * Kinds of items, as in {@link Hold#kind}, that it can leave alone while everything else goes. A hold on anything else
     * keeps the whole account, and {@link #erase} is not called.
     */
    default Set<String> spares() {
        return Set.of();
    }

    /** As {@link #probe(ServiceAccount)}, without what is held. @param held of kinds that it spares */
    default List<Amount> probe(ServiceAccount account, List<Hold> held) {
        return probe(account);
    }

    /** Those of the held items that are there. @param held of kinds that it spares */
    default List<Hold> kept(ServiceAccount account, List<Hold> held) {
        return held;
    }

    /** So many things of a kind. @param what such as "messages", in a member's words */
    record Amount(Text what, long items) {}

    /** Something the service keeps. @param why the ground @param until when it goes; null when nobody can say */
    record Retained(Text what, Text why, @Nullable Instant until) {}

    /** Something nobody here can call back. @param where who has it, such as other servers */
    record BeyondReach(Text what, Text where) {}

    /**
     * What would happen.
     *
     * @param obstacle what a person has to settle first, such as an organisation without another owner; null when nothing
     */
    record Outlook(
            List<Amount> goes,
            List<Retained> stays,
            List<BeyondReach> beyondReach,
            @Nullable Text obstacle) {

        public static final Outlook NOTHING = new Outlook(List.of(), List.of(), List.of(), null);
    }

    /** How far an erasure came. */
    sealed interface Outcome {

        /** There is no such account and nothing of it; also after everything went. */
        record NothingHeld() implements Outcome {}

        /** The service works on it by itself: go on from the handle at that time. */
        record Pending(String handle, Instant at, Text why) implements Outcome {}

        /** A person has to settle something first; nothing else can go on. */
        record Blocked(Text why) implements Outcome {}

        /** Done: what went, what stays and what is out of reach may all be true of one service. */
        record Finished(List<Amount> erased, List<Retained> retained, List<BeyondReach> beyondReach)
                implements Outcome {}
    }
}
