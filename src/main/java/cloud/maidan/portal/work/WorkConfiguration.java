package cloud.maidan.portal.work;

import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.subject.AgingTable;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.Rulings;
import cloud.maidan.portal.subject.TableRecords;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Lets db-scheduler pick up steps: one task for all of them, whose instances are the steps' ids. */
@Configuration(proxyBeanMethods = false)
class WorkConfiguration {

    private static final String STEPS = "work_step";
    private static final Logger log = LoggerFactory.getLogger(WorkConfiguration.class);

    @Bean
    Task<Void> stepTask(StepRunner runner) {
        return Tasks.custom(StepRunner.TASK, Void.class)
                .onFailureReschedule(FixedDelay.ofSeconds(5))
                .onDeadExecutionRevive()
                .execute(runner::run);
    }

    @Bean
    Task<Void> upkeepTask(ObjectProvider<Upkeep> upkeep, Clock clock) {
        return Tasks.recurring("work.upkeep", FixedDelay.ofHours(1))
                .execute((instance, context) -> upkeep.forEach(each -> tidy(each, clock)));
    }

    @Bean
    Upkeep stepUpkeep(StepRows rows, WorkProperties properties, ObjectProvider<Rulings> rulings) {
        return now -> {
            if (rulings.stream().noneMatch(each -> each.ruled(STEPS))) {
                rows.forgetSettledBefore(now.minus(properties.keep()));
            }
        };
    }

    private static void tidy(Upkeep upkeep, Clock clock) {
        try {
            upkeep.tidy(clock.instant());
        } catch (RuntimeException e) {
            log.error("Upkeep failed; the rest goes on", e);
        }
    }

    @Bean
    com.github.kagkarlsson.scheduler.Clock dbSchedulerClock(Clock clock) {
        return clock::instant;
    }

    /** In a process that plans steps for others to carry out. */
    @Bean
    @ConditionalOnProperty(name = "db-scheduler.enabled", havingValue = "false")
    SchedulerClient stepPlanner(DataSource database) {
        return SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(database))
                .build();
    }

    @Bean
    NavigationLink jobsLink() {
        return new NavigationLink(
                NavigationLink.Group.ADMINISTRATION,
                "/admin/jobs",
                "work.jobs.title",
                "list-checks",
                20,
                List.of("ADMIN", "OFFICER", "AUDITOR"));
    }

    @Bean
    PersonalRecords workRecords(JdbcOperations jdbc, WorkProperties properties) {
        return new TableRecords("work", jdbc)
                .personal(LegalBasis.CONTRACT, MemberTable.by("member_id", STEPS, "created_at", "fence"))
                .aging(new AgingTable(STEPS, "state in ('DONE', 'CANCELLED')", "updated_at", properties.keep()))
                .impersonal(
                        "scheduled_tasks", "Names steps by their random id until they are done; holds nothing else.");
    }
}
