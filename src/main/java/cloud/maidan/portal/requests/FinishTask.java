package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.ArchiveDescription;
import cloud.maidan.portal.archive.ArchiveStorageFault;
import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.site.SiteProperties;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Makes one whole archive of what was collected and tells the member. */
@Component
class FinishTask implements StepTask {

    static final String KIND = "requests.finish";

    private final ExportDesk desk;
    private final ServiceCatalog services;
    private final Archives archives;
    private final MemberDirectory members;
    private final SiteProperties site;
    private final RequestsProperties properties;
    private final Clock clock;

    FinishTask(
            ExportDesk desk,
            ServiceCatalog services,
            Archives archives,
            MemberDirectory members,
            SiteProperties site,
            RequestsProperties properties,
            Clock clock) {
        this.desk = desk;
        this.services = services;
        this.archives = archives;
        this.members = members;
        this.site = site;
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
        Optional<ExportRequest> export =
                desk.find(run.about()).filter(found -> found.state() == ExportRequest.State.FINISHING);
        if (export.isEmpty()) {
            return new StepOutcome.Done();
        }
        Optional<Member> member = members.find(export.get().member());
        if (member.isEmpty() || !export.get().holdsAnything()) {
            run.effect(() -> desk.fail(run.about()));
            return new StepOutcome.Done();
        }
        try {
            archives.complete(export.get().archive(), describe(export.get(), member.get()), run);
        } catch (ArchiveStorageFault fault) {
            return fault.worthRetrying()
                    ? new StepOutcome.Again(
                            properties.next(clock.instant(), run.attempt(), Optional.empty()), fault.reason())
                    : new StepOutcome.NeedsAttention(fault.reason());
        }
        run.effect(() -> desk.ready(run.about()));
        return new StepOutcome.Done();
    }

    private ArchiveDescription describe(ExportRequest export, Member member) {
        Map<String, ServiceProfile> profiles = services.profiles().stream()
                .collect(Collectors.toMap(profile -> profile.id().value(), Function.identity()));
        List<ArchiveDescription.Part> parts = export.services().stream()
                .map(share -> {
                    ServiceProfile profile = profiles.getOrDefault(
                            share.service().value(),
                            ServiceProfile.of(
                                    share.service().value(), share.service().value(), "layout-grid", 0));
                    return new ArchiveDescription.Part(
                            share.service().value(), profile.product(), profile.name(), share.why());
                })
                .toList();
        return new ArchiveDescription(site.community(), member, parts);
    }
}
