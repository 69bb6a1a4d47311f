package cloud.maidan.portal.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Has this process look for steps that became due, if it is one that carries them out; the others hear of them by {@link Signal}. */
@Component
class Alarm {

    private final ObjectProvider<Scheduler> scheduler;

    Alarm(ObjectProvider<Scheduler> scheduler) {
        this.scheduler = scheduler;
    }

    void ring() {
        scheduler.ifAvailable(Scheduler::triggerCheckForDueExecutions);
    }
}
