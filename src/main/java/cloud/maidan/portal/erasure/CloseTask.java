package cloud.maidan.portal.erasure;

import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Ends an erasure with a signed receipt. */
@Component
class CloseTask implements StepTask {

    static final String KIND = "erasure.close";

    private final ErasureCourse course;
    private final Receipts receipts;

    CloseTask(ErasureCourse course, Receipts receipts) {
        this.course = course;
        this.receipts = receipts;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepOutcome run(StepRun run) {
        Optional<MemberErasure> erasure =
                course.find(run.about()).filter(found -> found.state() == MemberErasure.State.ERASING);
        erasure.ifPresent(ended -> {
            String receipt = receipts.sign(ended);
            run.effect(() -> course.close(ended.id(), receipt));
        });
        return new StepOutcome.Done();
    }
}
