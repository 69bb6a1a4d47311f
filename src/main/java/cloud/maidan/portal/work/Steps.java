package cloud.maidan.portal.work;

import cloud.maidan.portal.subject.MemberId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plans durable steps and tells how they are doing. */
public interface Steps {

    /**
     * Plans a step inside the caller's transaction; it starts when that commits, within half a second.
     *
     * @param kind the {@link StepTask#kind} that carries it out
     * @param about the thing it is about
     * @param part what within that thing; empty when the whole
     * @param member whose data it touches; null when nobody's
     * @return the step planned now, or the one planned before for the same kind, thing and part
     */
    StepId plan(String kind, UUID about, String part, @Nullable MemberId member);

    /** All steps about the thing, in the order they were planned. */
    List<StepView> about(UUID about);

    /** Cancels what is not finished of the thing's steps; a running one stops at its next look. */
    void cancel(UUID about);

    /** As {@link #cancel(UUID)}, for the steps of one part only. */
    void cancel(UUID about, String part);

    /** Calls back, on a thread of its own, whenever a step about the thing moved; close to stop. Missed calls are possible. */
    Watch watch(UUID about, Runnable moved);

    /** Tells the watchers of the thing, on every node, that it moved; effective when the transaction commits. */
    void moved(UUID about);

    /** A watcher's place; closing gives it up. */
    interface Watch extends AutoCloseable {

        @Override
        void close();
    }
}
