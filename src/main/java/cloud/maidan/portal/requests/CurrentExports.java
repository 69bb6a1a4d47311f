package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.subject.MemberId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Answers other modules from the exports' rows. */
@Component
class CurrentExports implements Exports {

    private final ExportDesk desk;
    private final Archives archives;

    CurrentExports(ExportDesk desk, Archives archives) {
        this.desk = desk;
        this.archives = archives;
    }

    @Override
    public Optional<ExportSummary> running(MemberId member) {
        return desk.running(member).map(this::summary);
    }

    private ExportSummary summary(ExportRequest export) {
        int done = (int) export.services().stream()
                .filter(service -> service.state().settled())
                .count();
        long bytes = archives.state(export.archive()).stream()
                .flatMap(archive -> archive.sections().stream())
                .mapToLong(Archives.SectionState::bytes)
                .sum();
        return new ExportSummary(export.reference(), done, export.services().size(), bytes, export.path());
    }
}
