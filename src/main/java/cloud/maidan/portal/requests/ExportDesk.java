package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.archive.Archives.Packaging;
import cloud.maidan.portal.mail.Letters;
import cloud.maidan.portal.requests.ExportEvent.ExportAsked;
import cloud.maidan.portal.requests.ExportEvent.ExportCancelled;
import cloud.maidan.portal.requests.ExportEvent.ExportDeleted;
import cloud.maidan.portal.requests.ExportEvent.ExportFailed;
import cloud.maidan.portal.requests.ExportEvent.ExportReady;
import cloud.maidan.portal.requests.ExportEvent.ServiceLeftOut;
import cloud.maidan.portal.rights.DataSubjectRequests;
import cloud.maidan.portal.rights.DataSubjectRequests.Ending;
import cloud.maidan.portal.rights.RequestId;
import cloud.maidan.portal.rights.Right;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.Steps;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes requests for an export and keeps their course: collected by services, finished, or given up. */
@Component
class ExportDesk {

    private static final Duration DAY = Duration.ofHours(24);
    private static final int LISTED = 50;

    private final ExportRequests requests;
    private final EntityManager entities;
    private final Archives archives;
    private final Steps steps;
    private final DataSubjectRequests register;
    private final Letters letters;
    private final RequestsProperties properties;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ExportDesk(
            ExportRequests requests,
            EntityManager entities,
            Archives archives,
            Steps steps,
            DataSubjectRequests register,
            Letters letters,
            RequestsProperties properties,
            ApplicationEventPublisher events,
            Clock clock) {
        this.requests = requests;
        this.entities = entities;
        this.archives = archives;
        this.steps = steps;
        this.register = register;
        this.letters = letters;
        this.properties = properties;
        this.events = events;
        this.clock = clock;
    }

    /** What came of asking for an export. */
    sealed interface Asked {

        ExportRequest export();

        record Started(ExportRequest export) implements Asked {}

        /** The same form was sent twice. */
        record Already(ExportRequest export) implements Asked {}

        /** Another export is being made; one at a time. */
        record Busy(ExportRequest export) implements Asked {}
    }

    /** As below, handed over as usual. */
    @Transactional
    Asked ask(MemberId member, List<ExportedService.Chosen> chosen, UUID token) {
        return ask(member, chosen, token, Packaging.USUAL);
    }

    /** @param token the same token begins one export only, however often it comes */
    @Transactional
    Asked ask(MemberId member, List<ExportedService.Chosen> chosen, UUID token, Packaging packaging) {
        return ask(member, chosen, token, packaging, new Actor.Person(member));
    }

    /** As {@link #ask}, by a rhythm the member has set. */
    @Transactional
    Asked askRegularly(MemberId member, List<ExportedService.Chosen> chosen, UUID token, Packaging packaging) {
        return ask(member, chosen, token, packaging, new Actor.Task(ScheduledExportTask.KIND));
    }

    private Asked ask(MemberId member, List<ExportedService.Chosen> chosen, UUID token, Packaging packaging, Actor by) {
        takeTurns(member);
        Optional<ExportRequest> before = requests.findByMemberAndToken(member, token);
        if (before.isPresent()) {
            return new Asked.Already(before.get());
        }
        Optional<ExportRequest> running = running(member);
        if (running.isPresent()) {
            return new Asked.Busy(running.get());
        }
        if (by instanceof Actor.Person) {
            mustBeWithinTheDay(member);
        }
        return new Asked.Started(begin(member, chosen, token, packaging, by));
    }

    /** Two requests of one member come one after the other; those of different members do not wait. */
    private void takeTurns(MemberId member) {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:member, 0)) as text)")
                .setParameter("member", "requests.export/" + member)
                .getSingleResult();
    }

    private void mustBeWithinTheDay(MemberId member) {
        List<ExportRequest> today = requests.findByMemberAndCreatedAtAfterOrderByCreatedAt(
                member, clock.instant().minus(DAY));
        if (today.size() >= properties.perDay()) {
            throw new TooManyExports(
                    properties.perDay(),
                    today.get(today.size() - properties.perDay()).createdAt().plus(DAY));
        }
    }

    private ExportRequest begin(
            MemberId member, List<ExportedService.Chosen> chosen, UUID token, Packaging packaging, Actor by) {
        Instant now = clock.instant();
        String reference = "E-" + now.atZone(ZoneOffset.UTC).getYear() + "-" + requests.nextNumber();
        ExportRequest export = new ExportRequest(member, reference, token, chosen, now);
        if (by instanceof Actor.Person) {
            RequestId registered =
                    register.receiveUntold(member, Right.ACCESS, by).id();
            register.note(registered, Text.of("requests.note.export", reference));
            export.answers(registered);
        }
        export = requests.save(export);
        entities.flush();
        archives.begin(export.archive(), member, reference, packaging);
        for (ExportedService.Chosen each : chosen) {
            steps.plan(CollectTask.KIND, export.getId(), each.service().value(), member);
        }
        String names = chosen.stream().map(each -> each.service().value()).collect(Collectors.joining(" "));
        events.publishEvent(new ExportAsked(member, by, reference, names));
        return export;
    }

    @Transactional(readOnly = true)
    List<ExportRequest> list(MemberId member) {
        return requests.findByMemberOrderByCreatedAtDesc(member, Limit.of(LISTED));
    }

    @Transactional(readOnly = true)
    Optional<ExportRequest> find(MemberId member, UUID export) {
        return requests.findByIdAndMember(export, member);
    }

    @Transactional(readOnly = true)
    Optional<ExportRequest> find(UUID export) {
        return requests.findById(export);
    }

    @Transactional(readOnly = true)
    Optional<ExportRequest> running(MemberId member) {
        return requests.findRunning(member);
    }

    /** Stops the export and removes what was collected. @throws NotRunning when there is nothing to stop any more */
    @Transactional
    void cancel(ExportRequest asked) {
        ExportRequest export = runningOf(asked);
        export.cancel(clock.instant());
        entities.flush();
        steps.cancel(export.getId());
        steps.plan(DiscardTask.KIND, export.getId(), "", export.member());
        export.request().ifPresent(request -> register.end(request, Ending.WITHDRAWN));
        events.publishEvent(new ExportCancelled(export.member(), export.reference()));
    }

    /** Deletes a finished archive before its time; deleting again changes nothing. */
    @Transactional
    void delete(ExportRequest export) {
        boolean ready =
                archives.state(export.archive()).stream().anyMatch(archive -> archive.stage() == Archives.Stage.READY);
        if (ready) {
            archives.discard(export.archive());
            events.publishEvent(new ExportDeleted(export.member(), export.reference()));
        }
    }

    /** The member goes on without a service. @throws NotRunning when it is settled already */
    @Transactional
    void goOnWithout(ExportRequest asked, ServiceId service) {
        ExportRequest export = runningOf(asked);
        if (export.pending(service).isEmpty()) {
            throw new NotRunning(export.reference());
        }
        steps.cancel(export.getId(), service.value());
        leaveOut(export.getId(), service, Text.of("requests.why.your-choice"), new Actor.Person(export.member()));
    }

    private ExportRequest runningOf(ExportRequest asked) {
        return requests.findLocked(asked.getId())
                .filter(export -> export.state().running())
                .orElseThrow(() -> new NotRunning(asked.reference()));
    }

    void collected(UUID export, ServiceId service, long items, long bytes, long missing) {
        settle(export, service, (request, share) -> share.collected(items, bytes, missing));
    }

    void nothingHeld(UUID export, ServiceId service) {
        settle(export, service, (request, share) -> share.nothingHeld());
    }

    void leaveOut(UUID export, ServiceId service, Text why, Actor by) {
        settle(export, service, (request, share) -> {
            share.leftOut(why);
            events.publishEvent(new ServiceLeftOut(request.member(), request.reference(), service.value(), by));
        });
    }

    private void settle(UUID export, ServiceId service, BiConsumer<ExportRequest, ExportedService> change) {
        ExportRequest request = requests.findLocked(export).orElseThrow();
        request.pending(service).ifPresent(share -> {
            change.accept(request, share);
            boolean finishing = request.finishWhenCollected();
            entities.flush();
            if (finishing) {
                steps.plan(FinishTask.KIND, export, "", request.member());
            }
            steps.moved(export);
        });
    }

    /** The archive is whole: the member is told. */
    void ready(UUID id) {
        ExportRequest export = requests.findLocked(id).orElseThrow();
        Archives.ArchiveState archive = archives.state(export.archive()).orElseThrow();
        export.ready(clock.instant(), archive.expiresAt().orElse(null));
        entities.flush();
        String until = archive.expiresAt().map(Instant::toString).orElse("");
        tell(export, "ready", until);
        export.request().ifPresent(request -> {
            register.note(request, Text.of("requests.note.ready", export.reference(), until));
            register.end(request, Ending.FULFILLED);
        });
        announce(id, new ExportReady(export.member(), export.reference(), archive.bytes()));
    }

    /** No service gave anything: there is no archive, and the member is told. */
    void fail(UUID id) {
        ExportRequest export = requests.findLocked(id).orElseThrow();
        export.fail(clock.instant());
        entities.flush();
        steps.plan(DiscardTask.KIND, id, "", export.member());
        tell(export, "failed", "");
        export.request().ifPresent(request -> {
            if (export.nothingHeld()) {
                register.end(request, Ending.FULFILLED);
            } else {
                register.note(request, Text.of("requests.note.failed", export.reference()));
                register.handOver(request);
            }
        });
        announce(id, new ExportFailed(export.member(), export.reference()));
    }

    private void tell(ExportRequest export, String what, String until) {
        String letter = "requests.letter." + what;
        letters.send(
                export.member(),
                "export-" + what + "/" + export.getId(),
                Text.of(letter + ".subject", export.reference()),
                List.of(Text.of(letter + ".first", export.reference()), Text.of(letter + ".then", until)),
                export.path());
    }

    private void announce(UUID export, Auditable event) {
        events.publishEvent(event);
        steps.moved(export);
    }
}
