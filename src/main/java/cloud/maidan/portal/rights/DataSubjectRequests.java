package cloud.maidan.portal.rights;

import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.Optional;

/**
 * The register of data subject requests. Each has a reference, a clock by the community's law, and one timeline. Whatever
 * is told here happens in the caller's transaction.
 */
public interface DataSubjectRequests {

    /**
     * How a request ended.
     *
     * <p>A refusal is not among them: it needs reasons, authority and remedy, and only the privacy officer can send it.
     */
    enum Ending {
        FULFILLED,
        WITHDRAWN
    }

    /** @param due when the law wants it answered at the latest; empty while its time stands still, and once it has ended */
    record Received(RequestId id, String reference, Optional<Instant> due) {}

    /**
     * Takes a request from now on, starts its clock and confirms it by letter. Whoever hands it in ends it: the privacy
     * officer can write about it, ask and extend, no more.
     *
     * @param by the member, or the privacy officer for them
     */
    Received receive(MemberId member, Right right, Actor by);

    /** As {@link #receive}, for whoever confirms it in a letter of their own, with its reference and date. */
    Received receiveUntold(MemberId member, Right right, Actor by);

    /** Puts a line into the request's timeline; without effect when the request is gone. */
    void note(RequestId request, Text what);

    /** Ends the request; without effect when it has ended or is gone. */
    void end(RequestId request, Ending ending);

    /** Leaves an open request to the privacy officer, who is told and ends it from now on. */
    void handOver(RequestId request);

    /** Empty when there is no such request. */
    Optional<Received> find(RequestId request);
}
