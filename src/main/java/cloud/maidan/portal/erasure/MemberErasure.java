package cloud.maidan.portal.erasure;

import cloud.maidan.portal.rights.RequestId;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.BeyondReach;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An erasure of everything about one member, GDPR Art. 17.
 *
 * @param member null once the portal itself holds nothing about them, and for what the ledger asked for
 * @param request the data subject request it belongs to; null for what the ledger asked for
 * @param replayed whether the ledger asked for it after a restore
 * @param startsAt when the window ends and data begins to go
 * @param person sealed; null when it is forgotten
 */
record MemberErasure(
        ErasureId id,
        @Nullable MemberId member,
        @Nullable RequestId request,
        String reference,
        State state,
        boolean replayed,
        Instant askedAt,
        Instant startsAt,
        @Nullable Instant beganAt,
        @Nullable Instant endedAt,
        byte @Nullable [] person,
        @Nullable Instant receiptUntil,
        List<Line> lines) {

    enum State {
        /** Nothing has changed yet, and the member can cancel. */
        WINDOW,
        ERASING,
        DONE,
        CANCELLED;

        public boolean running() {
            return this == WINDOW || this == ERASING;
        }
    }

    /** What comes one after the other. */
    enum Phase {
        SERVICES,
        PORTAL,
        SIGN_IN
    }

    /**
     * One service's share.
     *
     * @param account sealed; null when there is none, or when it is forgotten
     * @param handle sealed; where the service's erasure left off; null at its beginning
     * @param why what keeps it from going on, or why it was left; null when nothing does
     * @param found what the last look found; null before the first
     */
    record Line(
            ServiceId service,
            Phase phase,
            State state,
            byte @Nullable [] account,
            byte @Nullable [] handle,
            List<Amount> erased,
            List<Retained> retained,
            List<BeyondReach> beyondReach,
            @Nullable Text why,
            @Nullable Instant settledAt,
            @Nullable List<Amount> found,
            @Nullable Instant probedAt) {

        enum State {
            PENDING,
            ERASED,
            NOTHING_HELD,
            /** Something of it is held for a legal claim, and the service cannot erase the rest without it. */
            HELD,
            /** A person decided to end it without this service; its data is still there. */
            LEFT
        }

        boolean settled() {
            return state != State.PENDING;
        }

        /** Whether nothing of it should be found any more beside what was said to stay. */
        boolean gone() {
            return state == State.ERASED || state == State.NOTHING_HELD;
        }

        long items() {
            return erased.stream().mapToLong(Amount::items).sum();
        }
    }

    MemberErasure {
        lines = List.copyOf(lines);
    }

    Optional<Line> line(ServiceId service) {
        return lines.stream().filter(line -> line.service().equals(service)).findFirst();
    }

    /** Things that the last look found; 0 before it. */
    long foundAgain() {
        return lines.stream()
                .flatMap(line -> line.found() == null ? Stream.of() : line.found().stream())
                .mapToLong(Amount::items)
                .sum();
    }

    boolean settled(Phase phase) {
        return lines.stream().filter(line -> line.phase() == phase).allMatch(Line::settled);
    }

    String path() {
        return "/me/erasure/" + id;
    }
}
