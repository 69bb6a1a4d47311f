package cloud.maidan.portal.rights;

import cloud.maidan.portal.rights.DataSubjectRequest.Ending;
import cloud.maidan.portal.rights.DataSubjectRequest.Origin;
import cloud.maidan.portal.rights.DataSubjectRequest.State;
import cloud.maidan.portal.rights.RequestEvent.What;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.site.Typed;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the privacy officer does about requests. Everything is recorded, stands on the member's timeline, and is refused
 * when somebody else changed the request since the page was made.
 */
@Component
class OfficerDesk {

    private final RequestRows rows;
    private final EntityManager entities;
    private final Register register;
    private final Timeline timeline;
    private final Timekeeping time;
    private final RequestLetters letters;
    private final Corrections corrections;
    private final RestrictionRows restrictions;
    private final RightsProperties properties;
    private final ApplicationEventPublisher events;

    OfficerDesk(
            RequestRows rows,
            EntityManager entities,
            Register register,
            Timeline timeline,
            Timekeeping time,
            RequestLetters letters,
            Corrections corrections,
            RestrictionRows restrictions,
            RightsProperties properties,
            ApplicationEventPublisher events) {
        this.rows = rows;
        this.entities = entities;
        this.register = register;
        this.timeline = timeline;
        this.time = time;
        this.letters = letters;
        this.corrections = corrections;
        this.restrictions = restrictions;
        this.properties = properties;
        this.events = events;
    }

    /** What an officer's page was made from. @param version of the request on that page */
    record Handled(UUID request, int version, MemberId officer) {

        Actor actor() {
            return new Actor.Person(officer);
        }
    }

    @Transactional(readOnly = true)
    List<DataSubjectRequest> open(@Nullable UUID after, int most) {
        return after == null ? rows.open(most) : rows.open(after, most);
    }

    @Transactional(readOnly = true)
    List<DataSubjectRequest> ended(@Nullable UUID after, int most) {
        return after == null ? rows.ended(most) : rows.ended(after, most);
    }

    @Transactional(readOnly = true)
    long late() {
        return rows.countByEndedAtIsNullAndDueAtBefore(time.now());
    }

    /** Looking at it is recorded. */
    @Transactional
    Optional<DataSubjectRequest> look(UUID id, MemberId officer) {
        Optional<DataSubjectRequest> request = rows.findById(id);
        request.ifPresent(found -> events.publishEvent(RequestEvent.of(found, What.SEEN, new Actor.Person(officer))));
        return request;
    }

    /** @param ground why the member does not ask here themselves @param proven whether it is certain who asked */
    @Transactional
    DataSubjectRequest take(
            MemberId officer,
            MemberId member,
            Right right,
            LocalDate receivedOn,
            boolean proven,
            Typed ground,
            Typed words,
            UUID token) {
        Optional<DataSubjectRequest> before = rows.findByMemberAndToken(member, token);
        if (before.isPresent()) {
            return before.get();
        }
        Actor by = new Actor.Person(officer);
        DataSubjectRequest request =
                register.enter(member, right, new Origin(token, true, false), by, receivedOn, !proven);
        timeline.write(request, by, ground.as("rights.note.ground"));
        if (!words.blank()) {
            timeline.write(request, by, words.as("rights.note.words"));
        }
        return request;
    }

    @Transactional
    void note(Handled handled, Typed words) {
        DataSubjectRequest request = current(handled);
        timeline.write(request, handled.actor(), words.as("rights.note.words"));
        announce(request, What.NOTED, handled);
    }

    @Transactional
    void identified(Handled handled) {
        DataSubjectRequest request = current(handled);
        mustBe(request.identityOpen(), request);
        request.identified(time);
        told(request, handled, What.IDENTIFIED, Text.of("rights.note.identified"));
    }

    @Transactional
    void ask(Handled handled, Typed question) {
        DataSubjectRequest request = current(handled);
        mustBe(request.state() == State.OPEN, request);
        request.ask(time);
        told(request, handled, What.ASKED, question.as("rights.note.question"));
        letters.send(request, "asked", question.as("rights.letter.words"), RequestLetters.due(request));
    }

    /** The answer reached us another way. */
    @Transactional
    void answered(Handled handled, Typed words) {
        DataSubjectRequest request = current(handled);
        mustBe(request.state() == State.WAITING, request);
        request.answered(time);
        told(request, handled, What.ANSWERED, words.as("rights.note.answer"));
    }

    /** GDPR Art. 12(3): the member is told, with the reason, in the same transaction. */
    @Transactional
    void extend(Handled handled, Typed reason) {
        DataSubjectRequest request = current(handled);
        if (!request.extendable(time)) {
            throw RequestRefused.notExtendable(request.reference());
        }
        request.extend(time);
        told(request, handled, What.EXTENDED, reason.as("rights.note.extended"));
        letters.send(request, "extended", reason.as("rights.letter.reason"), RequestLetters.due(request));
    }

    /** GDPR Art. 12(4). None of the three may be blank. */
    @Transactional
    void refuse(Handled handled, Typed reasons, Typed authority, Typed remedy) {
        DataSubjectRequest request = own(handled);
        register.close(request, Ending.REFUSED, handled.actor());
        timeline.write(request, handled.actor(), reasons.as("rights.note.reason"));
        timeline.write(request, handled.actor(), authority.as("rights.note.authority"));
        timeline.write(request, handled.actor(), remedy.as("rights.note.remedy"));
        letters.send(
                request,
                "refused",
                reasons.as("rights.letter.reason"),
                authority.as("rights.note.authority"),
                remedy.as("rights.note.remedy"));
    }

    @Transactional
    void fulfil(Handled handled, Typed words) {
        DataSubjectRequest request = own(handled);
        timeline.write(request, handled.actor(), words.as("rights.note.words"));
        register.close(request, Ending.FULFILLED, handled.actor());
        letters.send(request, "fulfilled", words.as("rights.letter.words"));
    }

    @Transactional
    void correct(Handled handled) {
        DataSubjectRequest request = own(handled);
        corrections.accept(request, handled.actor());
        announce(request, What.NOTED, handled);
    }

    /** From now on the member's data is only stored; GDPR Art. 18(2). */
    @Transactional
    void restrict(Handled handled) {
        DataSubjectRequest request = own(handled);
        mustBe(request.right() == Right.RESTRICTION, request);
        request.member().ifPresent(member -> restrictions.begin(member, request));
        told(request, handled, What.RESTRICTED, Text.of("rights.note.restricted"));
        register.close(request, Ending.FULFILLED, handled.actor());
        letters.send(request, "restricted");
    }

    /** GDPR Art. 18(3): the member is told first, and it ends later. */
    @Transactional
    void lift(Handled handled, Typed reason) {
        DataSubjectRequest request = rows.findLocked(handled.request()).orElseThrow(NotHere::new);
        mustBe(
                restrictions
                        .of(request)
                        .filter(lasting -> lasting.endsAt() == null)
                        .isPresent(),
                request);
        Instant end = time.now().plus(properties.restrictionNotice());
        restrictions.endAt(request.getId(), end);
        timeline.write(
                request, handled.actor(), Text.of("rights.note.restriction-ends", end.toString(), reason.words()));
        announce(request, What.RESTRICTION_ENDING, handled);
        letters.send(
                request,
                "restriction-ends",
                Text.of("rights.letter.restriction-end", end.toString()),
                reason.as("rights.letter.reason"));
    }

    private void told(DataSubjectRequest request, Handled handled, What what, Text note) {
        entities.flush();
        timeline.write(request, handled.actor(), note);
        announce(request, what, handled);
    }

    private void announce(DataSubjectRequest request, What what, Handled handled) {
        events.publishEvent(RequestEvent.of(request, what, handled.actor()));
    }

    /** One that the officer may end. */
    private DataSubjectRequest own(Handled handled) {
        DataSubjectRequest request = current(handled);
        if (request.ledElsewhere()) {
            throw RequestRefused.ledElsewhere(request.reference());
        }
        return request;
    }

    private DataSubjectRequest current(Handled handled) {
        DataSubjectRequest request = rows.findLocked(handled.request()).orElseThrow(NotHere::new);
        if (request.version() != handled.version()) {
            throw RequestRefused.changedMeanwhile(request.reference());
        }
        if (!request.open()) {
            throw RequestRefused.ended(request.reference());
        }
        return request;
    }

    private static void mustBe(boolean so, DataSubjectRequest request) {
        if (!so) {
            throw RequestRefused.notNow(request.reference());
        }
    }
}
