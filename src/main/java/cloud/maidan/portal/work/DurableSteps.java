package cloud.maidan.portal.work;

import cloud.maidan.portal.subject.MemberId;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Steps as rows of the database, picked up by any node's scheduler. */
@Component
class DurableSteps implements Steps {

    private final StepRows rows;
    private final SchedulerClient scheduler;
    private final Alarm alarm;
    private final Watchers watchers;
    private final Clock clock;

    DurableSteps(StepRows rows, SchedulerClient scheduler, Alarm alarm, Watchers watchers, Clock clock) {
        this.rows = rows;
        this.scheduler = scheduler;
        this.alarm = alarm;
        this.watchers = watchers;
        this.clock = clock;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public StepId plan(String kind, UUID about, String part, @Nullable MemberId member) {
        Optional<StepId> planned = rows.plan(kind, about, part, member);
        if (planned.isEmpty()) {
            return rows.find(kind, about, part);
        }
        StepId step = planned.get();
        scheduler.scheduleIfNotExists(
                new TaskInstance<>(StepRunner.TASK, step.value().toString()), clock.instant());
        // The scheduler's own immediate check runs before the commit and finds nothing.
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                alarm.ring();
            }
        });
        return step;
    }

    @Override
    @Transactional(readOnly = true)
    public List<StepView> about(UUID about) {
        return rows.about(about);
    }

    @Override
    @Transactional
    public void cancel(UUID about) {
        rows.cancel(about, null);
    }

    @Override
    @Transactional
    public void cancel(UUID about, String part) {
        rows.cancel(about, part);
    }

    @Override
    public Watch watch(UUID about, Runnable moved) {
        return watchers.add(about, moved);
    }

    @Override
    @Transactional
    public void moved(UUID about) {
        rows.tell(Signal.moved(about));
    }
}
