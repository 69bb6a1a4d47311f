package cloud.maidan.portal.rights;

import cloud.maidan.portal.rights.DataSubjectRequest.Ending;
import cloud.maidan.portal.rights.DataSubjectRequest.Origin;
import cloud.maidan.portal.rights.RequestEvent.What;
import cloud.maidan.portal.services.Rectification.Fact;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.site.Typed;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a member does about their own requests. */
@Component
class RequestDesk {

    private static final Duration DAY = Duration.ofHours(24);
    private static final int LISTED = 100;

    private final RequestRows rows;
    private final EntityManager entities;
    private final Register register;
    private final Timeline timeline;
    private final Timekeeping time;
    private final Corrections corrections;
    private final RestrictionRows restrictions;
    private final OfficerPost officers;
    private final RightsProperties properties;
    private final ApplicationEventPublisher events;

    RequestDesk(
            RequestRows rows,
            EntityManager entities,
            Register register,
            Timeline timeline,
            Timekeeping time,
            Corrections corrections,
            RestrictionRows restrictions,
            OfficerPost officers,
            RightsProperties properties,
            ApplicationEventPublisher events) {
        this.rows = rows;
        this.entities = entities;
        this.register = register;
        this.timeline = timeline;
        this.time = time;
        this.corrections = corrections;
        this.restrictions = restrictions;
        this.officers = officers;
        this.properties = properties;
        this.events = events;
    }

    /** What is to be corrected. @param fact null when it is neither of those the portal can push */
    record Wish(@Nullable Fact fact, String value) {}

    /**
     * @param token the same token makes one request only, however often it comes
     * @param wish null unless it is about a correction
     */
    @Transactional
    DataSubjectRequest ask(MemberId member, Right right, Typed words, @Nullable Wish wish, UUID token) {
        takeTurns(member);
        Optional<DataSubjectRequest> before = rows.findByMemberAndToken(member, token);
        if (before.isPresent()) {
            return before.get();
        }
        mustBeWithinTheDay(member);
        Actor self = new Actor.Person(member);
        DataSubjectRequest request =
                register.enter(member, right, new Origin(token, false, false), self, time.today(), false);
        if (wish != null) {
            wish(request, member, wish, self);
        }
        if (!words.blank()) {
            timeline.write(request, self, words.as("rights.note.words"));
        }
        officers.arrived(request);
        return request;
    }

    private void wish(DataSubjectRequest request, MemberId member, Wish wish, Actor self) {
        Fact fact = wish.fact();
        if (fact == null) {
            return;
        }
        timeline.write(
                request,
                self,
                Text.of(
                        "rights.note.correct."
                                + fact.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        wish.value()));
        corrections.propose(request, member, fact, wish.value());
        // how somebody is called is theirs to say; an address opens doors, so a person looks at it first
        if (fact == Fact.DISPLAY_NAME) {
            corrections.accept(request, self);
        }
    }

    /** Two requests of one member come one after the other. */
    private void takeTurns(MemberId member) {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:member, 0)) as text)")
                .setParameter("member", "rights.request/" + member)
                .getSingleResult();
    }

    private void mustBeWithinTheDay(MemberId member) {
        Instant since = time.now().minus(DAY);
        if (rows.countByMemberAndOnBehalfFalseAndLedElsewhereFalseAndReceivedAtAfter(member, since)
                >= properties.perDay()) {
            throw RequestRefused.tooMany(properties.perDay(), time.now().plus(DAY));
        }
    }

    @Transactional(readOnly = true)
    List<DataSubjectRequest> list(MemberId member) {
        return rows.findByMemberOrderByReceivedAtDesc(member, Limit.of(LISTED));
    }

    @Transactional(readOnly = true)
    Optional<DataSubjectRequest> find(MemberId member, UUID request) {
        return rows.findByIdAndMember(request, member);
    }

    /** The member's answer to our question, or something they add. */
    @Transactional
    void write(MemberId member, UUID id, Typed words) {
        DataSubjectRequest request = own(member, id);
        if (timeline.full(request)) {
            throw RequestRefused.full(request.reference());
        }
        Actor self = new Actor.Person(member);
        timeline.write(request, self, words.as("rights.note.words"));
        if (request.state() == DataSubjectRequest.State.WAITING) {
            request.answered(time);
            entities.flush();
            events.publishEvent(RequestEvent.of(request, What.ANSWERED, self));
            officers.arrived(request);
        } else {
            events.publishEvent(RequestEvent.of(request, What.NOTED, self));
        }
    }

    @Transactional
    void withdraw(MemberId member, UUID id) {
        DataSubjectRequest request = own(member, id);
        if (request.ledElsewhere()) {
            throw RequestRefused.ledElsewhere(request.reference());
        }
        register.close(request, Ending.WITHDRAWN, new Actor.Person(member));
    }

    /** The member wants their data used again: at once, since nobody has to be told. */
    @Transactional
    void unrestrict(MemberId member, UUID id) {
        DataSubjectRequest request = rows.findLocked(id)
                .filter(found -> found.member().equals(Optional.of(member)))
                .orElseThrow(NotHere::new);
        if (restrictions.of(request).isEmpty()) {
            throw RequestRefused.notNow(request.reference());
        }
        restrictions.endAt(id, time.now());
        Actor self = new Actor.Person(member);
        timeline.write(request, self, Text.of("rights.note.unrestricted"));
        events.publishEvent(RequestEvent.of(request, What.RESTRICTION_ENDING, self));
    }

    private DataSubjectRequest own(MemberId member, UUID id) {
        DataSubjectRequest request = rows.findLocked(id)
                .filter(found -> found.member().equals(Optional.of(member)))
                .orElseThrow(NotHere::new);
        if (!request.open()) {
            throw RequestRefused.ended(request.reference());
        }
        return request;
    }
}
