package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.ArchiveSection;
import cloud.maidan.portal.archive.ArchiveStorageFault;
import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.services.Export;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Copies what one service holds about a member into the service's section of the archive. */
@Component
class CollectTask implements StepTask {

    static final String KIND = "requests.collect";

    private final ExportDesk desk;
    private final ServiceCatalog services;
    private final Archives archives;
    private final RequestsProperties properties;
    private final Clock clock;

    CollectTask(
            ExportDesk desk, ServiceCatalog services, Archives archives, RequestsProperties properties, Clock clock) {
        this.desk = desk;
        this.services = services;
        this.archives = archives;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean ownRequest() {
        return true;
    }

    @Override
    public StepOutcome run(StepRun run) {
        ServiceId service = new ServiceId(run.part());
        Optional<ExportRequest> export =
                desk.find(run.about()).filter(found -> found.pending(service).isPresent());
        return export.isEmpty() ? new StepOutcome.Done() : collect(export.get(), service, run);
    }

    private StepOutcome collect(ExportRequest export, ServiceId service, StepRun run) {
        return switch (services.account(export.member(), service)) {
            case Reply.Answered<ServiceAccount>(ServiceAccount account, Instant asOf) -> copy(export, account, run);
            case Reply.NoAccount<ServiceAccount>() ->
                services.claimable(service).isPresent()
                        ? leaveOut(service, run, ServiceChoice.noAccount(services, service))
                        : nothingHeld(export, service, run);
            case Reply.Ambiguous<ServiceAccount>() -> leaveOut(service, run, Text.of("requests.why.ambiguous"));
            case Reply.NotConfigured<ServiceAccount>() -> leaveOut(service, run, Text.of("requests.why.not-connected"));
            case Reply.Failed<ServiceAccount>(Fault fault, Optional<Instant> retryAt) ->
                later(export, service, run, fault.said(), fault.worthRetrying(), retryAt);
        };
    }

    private StepOutcome nothingHeld(ExportRequest export, ServiceId service, StepRun run) {
        try (ArchiveSection section = archives.section(export.archive(), service.value(), run)) {
            if (!section.resumeFrom().atStart()) {
                return leaveOut(service, run, Text.of("requests.why.account-gone"));
            }
            section.finish();
        } catch (ArchiveStorageFault fault) {
            return later(export, service, run, fault.reason(), fault.worthRetrying(), Optional.empty());
        }
        run.effect(() -> desk.nothingHeld(export.getId(), service));
        return new StepOutcome.Done();
    }

    private StepOutcome copy(ExportRequest export, ServiceAccount account, StepRun run) {
        ServiceId service = account.service();
        Optional<Export> source = services.export(service);
        if (source.isEmpty()) {
            return leaveOut(service, run, Text.of("requests.why.no-export"));
        }
        try (ArchiveSection section = archives.section(export.archive(), service.value(), run)) {
            if (source.get().export(account, section.resumeFrom(), section)
                    instanceof Export.Progress.Later(Instant at, Text why)) {
                return later(export, service, run, why, true, Optional.of(at));
            }
            section.finish();
        } catch (ServiceFault fault) {
            return later(
                    export, service, run, fault.fault().said(), fault.fault().worthRetrying(), fault.retryAt());
        } catch (ArchiveStorageFault fault) {
            return later(export, service, run, fault.reason(), fault.worthRetrying(), Optional.empty());
        }
        run.effect(() -> {
            Archives.SectionState held = archives.state(export.archive()).stream()
                    .flatMap(archive -> archive.sections().stream())
                    .filter(section -> section.section().equals(service.value()))
                    .findFirst()
                    .orElse(new Archives.SectionState(service.value(), 0, 0, 0, true));
            desk.collected(export.getId(), service, held.items(), held.bytes(), held.missing());
        });
        return new StepOutcome.Done();
    }

    private StepOutcome later(
            ExportRequest export,
            ServiceId service,
            StepRun run,
            Text why,
            boolean worthRetrying,
            Optional<Instant> retryAt) {
        Instant next = properties.next(clock.instant(), run.attempt(), retryAt);
        return worthRetrying && next.isBefore(export.createdAt().plus(properties.patience()))
                ? new StepOutcome.Again(next, why)
                : leaveOut(service, run, why);
    }

    /** The export goes on without the service and says so. */
    @Override
    public Optional<Runnable> giveUp(UUID about, String part) {
        ServiceId service = new ServiceId(part);
        return desk.find(about)
                .flatMap(export -> export.pending(service))
                .map(share ->
                        () -> desk.leaveOut(about, service, Text.of("requests.why.given-up"), new Actor.Task(KIND)));
    }

    private StepOutcome leaveOut(ServiceId service, StepRun run, Text why) {
        run.effect(() -> desk.leaveOut(run.about(), service, why, new Actor.Task(KIND)));
        return new StepOutcome.Done();
    }
}
