package cloud.maidan.portal.rights;

import cloud.maidan.portal.rights.RequestEvent.What;
import cloud.maidan.portal.services.Rectification.Fact;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Corrections that are taken to every service which takes any (GDPR Art. 16 and 19). */
@Component
class Corrections {

    private static final Actor TASK = new Actor.Task(CorrectTask.KIND);

    private final JdbcClient jdbc;
    private final ServiceCatalog services;
    private final Steps steps;
    private final Timeline timeline;
    private final Register register;
    private final RequestRows rows;
    private final RequestLetters letters;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Corrections(
            JdbcClient jdbc,
            ServiceCatalog services,
            Steps steps,
            Timeline timeline,
            Register register,
            RequestRows rows,
            RequestLetters letters,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.services = services;
        this.steps = steps;
        this.timeline = timeline;
        this.register = register;
        this.rows = rows;
        this.letters = letters;
        this.events = events;
        this.clock = clock;
    }

    enum Outcome {
        PENDING,
        CORRECTED,
        NOTHING_THERE,
        NOT_CORRECTED
    }

    /** @param accepted whether it is, or was, taken to the services */
    record Correction(MemberId member, Fact fact, String value, boolean accepted) {}

    @Transactional(propagation = Propagation.MANDATORY)
    public void propose(DataSubjectRequest request, MemberId member, Fact fact, String value) {
        jdbc.sql("insert into request_correction (request_id, member_id, fact, value) values (?, ?, ?, ?)")
                .params(request.getId(), member.value(), fact.name(), value)
                .update();
    }

    Optional<Correction> of(UUID request) {
        return jdbc.sql("select member_id, fact, value, accepted_at from request_correction where request_id = ?")
                .param(request)
                .query((row, number) -> new Correction(
                        new MemberId(row.getObject("member_id", UUID.class)),
                        Fact.valueOf(row.getString("fact")),
                        row.getString("value"),
                        row.getObject("accepted_at") != null))
                .optional();
    }

    /** Takes it to the services; repeating plans nothing anew. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void accept(DataSubjectRequest request, Actor by) {
        Correction correction = of(request.getId()).orElseThrow(() -> RequestRefused.notNow(request.reference()));
        int first = jdbc.sql(
                        "update request_correction set accepted_at = ? where request_id = ? and accepted_at is null")
                .params(clock.instant().atOffset(ZoneOffset.UTC), request.getId())
                .update();
        if (first == 0) {
            return;
        }
        timeline.write(request, by, Text.of("rights.note.correcting"));
        for (ServiceProfile profile : services.profiles()) {
            if (!services.connected(profile.id())) {
                continue;
            }
            if (services.rectification(profile.id())
                    .filter(offered -> offered.corrects().contains(correction.fact()))
                    .isPresent()) {
                jdbc.sql("insert into corrected_service (request_id, service, outcome) values (?, ?, 'PENDING')")
                        .params(request.getId(), profile.id().value())
                        .update();
                steps.plan(CorrectTask.KIND, request.getId(), profile.id().value(), correction.member());
            } else {
                timeline.write(request, TASK, Text.of("rights.note.correct.takes-none", profile.product()));
            }
        }
    }

    /** What came of it at one service; the last one ends the request when nothing is left for a person. */
    void settle(UUID id, ServiceId service, Outcome outcome, Text said) {
        DataSubjectRequest request = rows.findLocked(id).orElse(null);
        int settled = jdbc.sql("""
                        update corrected_service set outcome = ?
                        where request_id = ? and service = ? and outcome = 'PENDING'""").params(outcome.name(), id, service.value()).update();
        if (request == null || settled == 0) {
            return;
        }
        timeline.write(request, TASK, said);
        if (outcome == Outcome.CORRECTED) {
            events.publishEvent(RequestEvent.of(request, What.CORRECTED, TASK));
        }
        if (left(id, Outcome.PENDING) == 0 && request.open()) {
            if (left(id, Outcome.NOT_CORRECTED) == 0 && left(id, Outcome.CORRECTED) > 0) {
                register.close(request, DataSubjectRequest.Ending.FULFILLED, TASK);
                letters.send(request, "fulfilled");
            } else {
                timeline.write(request, TASK, Text.of("rights.note.correct.by-hand"));
            }
        }
    }

    /** How a service is called by those who make it. */
    String product(ServiceId service) {
        return services.profiles().stream()
                .filter(profile -> profile.id().equals(service))
                .map(ServiceProfile::product)
                .findFirst()
                .orElse(service.value());
    }

    private long left(UUID request, Outcome outcome) {
        return jdbc.sql("select count(*) from corrected_service where request_id = ? and outcome = ?")
                .params(request, outcome.name())
                .query(Long.class)
                .single();
    }
}
