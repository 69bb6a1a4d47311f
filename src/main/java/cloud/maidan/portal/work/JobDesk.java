package cloud.maidan.portal.work;

import cloud.maidan.portal.subject.MemberId;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a person decides about a step that cannot go on by itself. */
@Component
class JobDesk {

    private final JobRows rows;
    private final StepTasks tasks;
    private final SchedulerClient scheduler;
    private final StepRows steps;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    JobDesk(
            JobRows rows,
            StepTasks tasks,
            SchedulerClient scheduler,
            StepRows steps,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.tasks = tasks;
        this.scheduler = scheduler;
        this.steps = steps;
        this.events = events;
        this.clock = clock;
    }

    /** Has it tried again now; false when it is not waiting. */
    @Transactional
    boolean again(MemberId by, Job job) {
        UUID id = job.step().id().value();
        if (!rows.again(id)) {
            return false;
        }
        TaskInstance<Void> due = new TaskInstance<>(StepRunner.TASK, id.toString());
        if (!scheduler.scheduleIfNotExists(due, clock.instant())) {
            scheduler.reschedule(due, clock.instant());
        }
        steps.tell(Signal.due(job.step().about()));
        tell(by, job, "work.tried-again");
        return true;
    }

    /** Ends it without what it was for; false when it does not wait for a person, or cannot be given up. */
    @Transactional
    boolean giveUp(MemberId by, Job job) {
        StepView step = job.step();
        Runnable follows = tasks.of(step.kind())
                .flatMap(task -> task.giveUp(step.about(), step.part()))
                .orElse(null);
        if (follows == null || !rows.giveUp(step.id().value())) {
            return false;
        }
        tell(by, job, "work.given-up");
        follows.run();
        return true;
    }

    private void tell(MemberId by, Job job, String action) {
        StepView step = job.step();
        events.publishEvent(
                new JobEvent(by, rows.member(step.id().value()).orElse(null), action, step.kind(), step.part()));
    }
}
