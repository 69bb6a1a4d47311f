package cloud.maidan.portal.work;

import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Lets db-scheduler pick up steps: one task for all of them, whose instances are the steps' ids. */
@Configuration(proxyBeanMethods = false)
class WorkConfiguration {

    @Bean
    Task<Void> stepTask(StepRunner runner) {
        return Tasks.custom(StepRunner.TASK, Void.class)
                .onFailureReschedule(FixedDelay.ofSeconds(5))
                .onDeadExecutionRevive()
                .execute(runner::run);
    }

    @Bean
    Task<Void> tidyTask(StepRows rows, WorkProperties properties, Clock clock) {
        return Tasks.recurring("work.tidy", Schedules.daily(ZoneOffset.UTC, LocalTime.of(3, 20)))
                .execute((instance, context) ->
                        rows.forgetSettledBefore(clock.instant().minus(properties.keep())));
    }

    @Bean
    com.github.kagkarlsson.scheduler.Clock dbSchedulerClock(Clock clock) {
        return clock::instant;
    }

    @Bean
    PersonalRecords workRecords(JdbcOperations jdbc) {
        return new TableRecords("work", jdbc)
                .personal(LegalBasis.CONTRACT, MemberTable.by("member_id", "work_step", "created_at", "fence"))
                .impersonal(
                        "scheduled_tasks", "Names steps by their random id until they are done; holds nothing else.");
    }
}
