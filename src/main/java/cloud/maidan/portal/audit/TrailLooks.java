package cloud.maidan.portal.audit;

import cloud.maidan.portal.site.RuleRefused;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.LookedAt;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Restrictions;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Looks at what the trail says about one member: each needs a reason that the member reads, and lasts for some minutes. */
@Component
class TrailLooks {

    static final int LEAST = 10;
    static final int MOST = 500;
    private static final String LOOKED_AT = "audit.member-looked-at";
    private static final Duration LASTS = Duration.ofMinutes(15);

    private final TrailRows rows;
    private final Optional<Restrictions> restrictions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    TrailLooks(TrailRows rows, Optional<Restrictions> restrictions, ApplicationEventPublisher events, Clock clock) {
        this.rows = rows;
        this.restrictions = restrictions;
        this.events = events;
        this.clock = clock;
    }

    /** The member's data may only be stored for now, GDPR Art. 18(2). */
    static class OnlyStored extends RuleRefused {

        OnlyStored() {
            super(HttpStatus.CONFLICT, Text.of("audit.trail.restricted"));
        }
    }

    /** Whether it says enough, and no more than is read. */
    static boolean enough(String reason) {
        return reason.length() >= LEAST
                && reason.length() <= MOST
                && reason.codePoints().noneMatch(Character::isISOControl);
    }

    /** @throws OnlyStored when the member's data is restricted */
    @Transactional
    public void begin(MemberId reader, UUID member, String reason) {
        if (restricted(member)) {
            throw new OnlyStored();
        }
        events.publishEvent(new LookedAt(LOOKED_AT, reader, new MemberId(member), reason));
    }

    /** @param member whose alone the records are; null for anybody's */
    @Transactional
    public void taken(MemberId reader, @Nullable UUID member, int records) {
        events.publishEvent(new ExcerptTaken(reader, member == null ? null : new MemberId(member), records));
    }

    /** Whether that look still lasts: its own record says so. Never at somebody whose data is restricted. */
    boolean lasts(MemberId reader, UUID member) {
        return rows.did(
                        reader.value(),
                        LOOKED_AT,
                        Auditable.Kind.ACCESS,
                        member,
                        clock.instant().minus(LASTS))
                && !restricted(member);
    }

    /** Where nobody knows of restrictions, nobody looks either. */
    private boolean restricted(UUID member) {
        return restrictions
                .map(lasting -> lasting.restricted(new MemberId(member)))
                .orElse(true);
    }
}
