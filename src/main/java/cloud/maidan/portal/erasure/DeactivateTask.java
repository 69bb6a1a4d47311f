package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.services.Deactivation;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Shuts the account out before anything goes, since services make accounts anew at the next sign-in. */
@Component
class DeactivateTask implements StepTask {

    static final String KIND = "erasure.deactivate";

    private final ErasureCourse course;
    private final Accounts accounts;
    private final ServiceCatalog services;
    private final ErasureProperties properties;
    private final Clock clock;

    DeactivateTask(
            ErasureCourse course,
            Accounts accounts,
            ServiceCatalog services,
            ErasureProperties properties,
            Clock clock) {
        this.course = course;
        this.accounts = accounts;
        this.services = services;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepOutcome run(StepRun run) {
        Optional<MemberErasure> erasure =
                course.find(run.about()).filter(found -> found.state() == MemberErasure.State.ERASING);
        if (erasure.isEmpty()) {
            return new StepOutcome.Done();
        }
        for (Line line : erasure.get().lines()) {
            Optional<Deactivation> door = services.deactivation(line.service());
            if (door.isPresent() && line.account() != null && !line.settled()) {
                try {
                    door.get().deactivate(accounts.account(erasure.get(), line), run::stillMine);
                } catch (ServiceFault fault) {
                    return ServiceErasing.later(fault, clock.instant(), properties.patience());
                }
            }
        }
        run.effect(() -> course.deactivated(erasure.get().id()));
        return new StepOutcome.Done();
    }
}
