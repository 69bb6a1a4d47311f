package cloud.maidan.portal.holds;

import cloud.maidan.portal.holds.HoldEvent.What;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.site.Typed;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.MemberId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What officers do about holds; all of it is recorded. */
@Component
class HoldDesk {

    private final LegalHolds holds;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    HoldDesk(LegalHolds holds, ApplicationEventPublisher events, Clock clock) {
        this.holds = holds;
        this.events = events;
        this.clock = clock;
    }

    /** What is to be held, as a form says it. */
    record Wanted(String service, HoldKind kind, String item, Typed ground, Instant reviewAt, boolean confidential) {}

    /** @param token the same token places one hold only, however often it comes */
    @Transactional
    LegalHold place(MemberId officer, MemberId member, Wanted wanted, UUID token) {
        Optional<LegalHold> before = holds.byToken(token);
        if (before.isPresent()) {
            return before.get();
        }
        Instant now = now();
        Hold hold = new Hold(
                UUID.randomUUID(),
                wanted.service(),
                wanted.kind().word(),
                wanted.item(),
                wanted.ground().words(),
                wanted.reviewAt(),
                wanted.confidential());
        String reference = "H-" + now.atZone(ZoneOffset.UTC).getYear() + "-" + holds.nextNumber();
        LegalHold placed = new LegalHold(reference, hold, member, officer, now, null);
        holds.insert(placed, member, token);
        events.publishEvent(HoldEvent.of(placed, What.PLACED, officer));
        return placed;
    }

    @Transactional(readOnly = true)
    List<LegalHold> list(@Nullable UUID after, int most) {
        return holds.lasting(after, most);
    }

    @Transactional(readOnly = true)
    long overdue() {
        return holds.countOverdue(clock.instant());
    }

    /** Looking at it is recorded. */
    @Transactional
    LegalHold look(UUID id, MemberId officer) {
        LegalHold hold = holds.find(id).orElseThrow(NotHere::new);
        events.publishEvent(HoldEvent.of(hold, What.SEEN, officer));
        return hold;
    }

    /** It is still needed: somebody looks again then. @throws HoldRefused when it was lifted */
    @Transactional
    void review(UUID id, MemberId officer, Instant until) {
        LegalHold hold = lasting(id);
        holds.review(id, officer, until);
        events.publishEvent(HoldEvent.of(hold, What.REVIEWED, officer));
    }

    /** What was held back may go now; erasures that wait for it go on. @throws HoldRefused when it was lifted */
    @Transactional
    void lift(UUID id, MemberId officer, Typed why) {
        LegalHold hold = lasting(id);
        if (hold.member() == null) {
            holds.delete(id);
        } else {
            holds.lift(id, now(), why.words());
        }
        events.publishEvent(
                new HoldLifted(hold.hold(), new Actor.Person(officer), HoldEvent.told(hold), HoldEvent.details(hold)));
    }

    private LegalHold lasting(UUID id) {
        LegalHold hold = holds.lock(id).orElseThrow(NotHere::new);
        if (!hold.lasts()) {
            throw new HoldRefused(hold.reference());
        }
        return hold;
    }

    /** As the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
