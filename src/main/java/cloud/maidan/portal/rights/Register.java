package cloud.maidan.portal.rights;

import cloud.maidan.portal.rights.DataSubjectRequest.Origin;
import cloud.maidan.portal.rights.RequestEvent.What;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps every request, its clock and its timeline. */
@Component
class Register implements DataSubjectRequests {

    private static final Actor PORTAL = new Actor.Task("rights.register");

    private final RequestRows rows;
    private final EntityManager entities;
    private final Timeline timeline;
    private final Timekeeping time;
    private final RequestLetters letters;
    private final OfficerPost officers;
    private final ApplicationEventPublisher events;

    Register(
            RequestRows rows,
            EntityManager entities,
            Timeline timeline,
            Timekeeping time,
            RequestLetters letters,
            OfficerPost officers,
            ApplicationEventPublisher events) {
        this.rows = rows;
        this.entities = entities;
        this.timeline = timeline;
        this.time = time;
        this.letters = letters;
        this.officers = officers;
        this.events = events;
    }

    @Override
    @Transactional
    public Received receive(MemberId member, Right right, Actor by) {
        DataSubjectRequest request = led(member, right, by);
        letters.send(request, "received", RequestLetters.due(request));
        return received(request);
    }

    @Override
    @Transactional
    public Received receiveUntold(MemberId member, Right right, Actor by) {
        return received(led(member, right, by));
    }

    private DataSubjectRequest led(MemberId member, Right right, Actor by) {
        boolean onBehalf = !by.equals(new Actor.Person(member));
        return keep(member, right, new Origin(UUID.randomUUID(), onBehalf, true), by, time.today(), false);
    }

    /** @param identityOpen whether it is still to be proven who asked */
    DataSubjectRequest enter(
            MemberId member, Right right, Origin origin, Actor by, LocalDate receivedOn, boolean identityOpen) {
        DataSubjectRequest request = keep(member, right, origin, by, receivedOn, identityOpen);
        letters.send(request, "received", RequestLetters.due(request));
        return request;
    }

    private DataSubjectRequest keep(
            MemberId member, Right right, Origin origin, Actor by, LocalDate receivedOn, boolean identityOpen) {
        String reference = "R-" + time.today().getYear() + "-" + rows.nextNumber();
        DataSubjectRequest request =
                rows.save(new DataSubjectRequest(member, reference, right, origin, receivedOn, identityOpen, time));
        // the notes and letters that follow are written past Hibernate
        entities.flush();
        timeline.write(
                request,
                origin.onBehalf() ? by : PORTAL,
                Text.of(origin.onBehalf() ? "rights.note.taken" : "rights.note.received"));
        events.publishEvent(RequestEvent.of(request, What.RECEIVED, by));
        return request;
    }

    @Override
    @Transactional
    public void note(RequestId request, Text what) {
        rows.findById(request.value()).ifPresent(found -> timeline.write(found, PORTAL, what));
    }

    @Override
    @Transactional
    public void end(RequestId request, Ending ending) {
        rows.findLocked(request.value()).filter(DataSubjectRequest::open).ifPresent(open -> {
            // the same transaction may have erased the member
            entities.refresh(open);
            switch (ending) {
                case FULFILLED -> close(open, DataSubjectRequest.Ending.FULFILLED, PORTAL);
                case WITHDRAWN -> close(open, DataSubjectRequest.Ending.WITHDRAWN, PORTAL);
            }
        });
    }

    @Override
    @Transactional
    public void handOver(RequestId request) {
        rows.findLocked(request.value()).filter(DataSubjectRequest::open).ifPresent(open -> {
            open.handOver();
            entities.flush();
            officers.arrived(open);
        });
    }

    void close(DataSubjectRequest request, DataSubjectRequest.Ending ending, Actor by) {
        request.end(ending, time);
        entities.flush();
        What what = switch (ending) {
            case FULFILLED -> What.FULFILLED;
            case REFUSED -> What.REFUSED;
            case WITHDRAWN -> What.WITHDRAWN;
        };
        timeline.write(request, by, Text.of("rights.note." + ending.name().toLowerCase(Locale.ROOT)));
        events.publishEvent(RequestEvent.of(request, what, by));
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Received> find(RequestId request) {
        return rows.findById(request.value()).map(Register::received);
    }

    private static Received received(DataSubjectRequest request) {
        return new Received(
                request.requestId(), request.reference(), request.open() ? request.dueAt() : Optional.empty());
    }
}
