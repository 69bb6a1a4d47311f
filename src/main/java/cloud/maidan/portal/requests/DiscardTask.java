package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.ArchiveId;
import cloud.maidan.portal.archive.Archives;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import org.springframework.stereotype.Component;

/** Removes what was collected for an export that will not be. */
@Component
class DiscardTask implements StepTask {

    static final String KIND = "requests.discard";

    private final Archives archives;

    DiscardTask(Archives archives) {
        this.archives = archives;
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
        archives.discard(new ArchiveId(run.about()));
        return new StepOutcome.Done();
    }
}
