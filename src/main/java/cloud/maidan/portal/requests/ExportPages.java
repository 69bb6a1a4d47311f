package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.work.StepView;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what an export's page shows: the request, its steps, and what the archive holds. */
@Component
class ExportPages {

    private final ServiceCatalog services;
    private final Archives archives;
    private final Steps steps;
    private final RequestsProperties properties;
    private final Clock clock;

    ExportPages(ServiceCatalog services, Archives archives, Steps steps, RequestsProperties properties, Clock clock) {
        this.services = services;
        this.archives = archives;
        this.steps = steps;
        this.properties = properties;
        this.clock = clock;
    }

    ExportPage page(ExportRequest export) {
        Optional<Archives.ArchiveState> archive = archives.state(export.archive());
        List<StepView> planned = steps.about(export.getId());
        List<ServiceLine> lines = lines(export, archive, planned);
        StepView finish = step(planned, FinishTask.KIND, "");
        return new ExportPage(
                export.getId(),
                export.reference(),
                stage(export, archive),
                export.createdAt(),
                export.finishedAt(),
                expiry(export, archive),
                export.state() == ExportRequest.State.READY
                        ? archive.map(Archives.ArchiveState::bytes).orElse(0L)
                        : lines.stream().mapToLong(ServiceLine::bytes).sum(),
                archive.map(Archives.ArchiveState::sha256).orElse(""),
                archive.map(Archives.ArchiveState::downloads).orElse(0),
                archive.map(Archives.ArchiveState::underPassphrase).orElse(false),
                archive.map(Archives.ArchiveState::pieces).orElse(List.of()),
                lines,
                export.createdAt().plus(properties.patience()),
                finish == null ? null : finish.why());
    }

    /** Services of which the member's own device can take along what the archive cannot hold. */
    List<ServiceLine> ownDevice(ExportPage page) {
        return page.lines().stream()
                .filter(line -> line.word() == ServiceLine.Word.DONE)
                .filter(line -> !services.clientExports(line.id()).isEmpty())
                .toList();
    }

    private List<ServiceLine> lines(
            ExportRequest export, Optional<Archives.ArchiveState> archive, List<StepView> planned) {
        Map<String, ServiceProfile> profiles = services.profiles().stream()
                .collect(Collectors.toMap(profile -> profile.id().value(), Function.identity()));
        Map<String, Archives.SectionState> sections =
                archive.map(Archives.ArchiveState::sections).orElse(List.of()).stream()
                        .collect(Collectors.toMap(Archives.SectionState::section, Function.identity()));
        return export.services().stream()
                .map(share -> {
                    String id = share.service().value();
                    ServiceProfile profile = profiles.getOrDefault(id, ServiceProfile.of(id, id, "layout-grid", 0));
                    StepView step = step(planned, CollectTask.KIND, id);
                    return ServiceLine.of(export, share, profile, step, sections.get(id));
                })
                .toList();
    }

    private ExportPage.Stage stage(ExportRequest export, Optional<Archives.ArchiveState> archive) {
        return switch (export.state()) {
            case COLLECTING -> ExportPage.Stage.COLLECTING;
            case FINISHING -> ExportPage.Stage.FINISHING;
            case CANCELLED -> ExportPage.Stage.CANCELLED;
            case FAILED -> ExportPage.Stage.FAILED;
            case READY -> {
                if (downloadable(export, archive)) {
                    yield ExportPage.Stage.READY;
                }
                boolean deleted = archive.isPresent() && archive.get().stage() == Archives.Stage.DISCARDED;
                yield deleted ? ExportPage.Stage.DELETED : ExportPage.Stage.EXPIRED;
            }
        };
    }

    private boolean downloadable(ExportRequest export, Optional<Archives.ArchiveState> archive) {
        Instant expires = expiry(export, archive);
        return archive.isPresent()
                && archive.get().stage() == Archives.Stage.READY
                && (expires == null || expires.isAfter(clock.instant()));
    }

    private static @Nullable Instant expiry(ExportRequest export, Optional<Archives.ArchiveState> archive) {
        return archive.flatMap(Archives.ArchiveState::expiresAt).orElse(export.expiresAt());
    }

    private static @Nullable StepView step(List<StepView> planned, String kind, String part) {
        return planned.stream()
                .filter(step -> step.kind().equals(kind) && step.part().equals(part))
                .findFirst()
                .orElse(null);
    }
}
