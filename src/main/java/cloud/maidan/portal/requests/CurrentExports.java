package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.subject.MemberId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers other modules from the exports' rows. */
@Component
class CurrentExports implements Exports {

    private final ExportDesk desk;
    private final Archives archives;
    private final JdbcClient jdbc;

    CurrentExports(ExportDesk desk, Archives archives, JdbcClient jdbc) {
        this.desk = desk;
        this.archives = archives;
        this.jdbc = jdbc;
    }

    @Override
    public Optional<ExportSummary> running(MemberId member) {
        return isAny(member) ? desk.running(member).map(this::summary) : Optional.empty();
    }

    /** Nearly always there is none, and every overview asks: one plain statement, without a transaction around it. */
    private boolean isAny(MemberId member) {
        return jdbc.sql("select 1 from export_request where member_id = ? and state in ('COLLECTING', 'FINISHING')")
                .param(member.value())
                .query(Integer.class)
                .optional()
                .isPresent();
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
