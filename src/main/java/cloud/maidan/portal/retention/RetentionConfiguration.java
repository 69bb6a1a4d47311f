package cloud.maidan.portal.retention;

import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import cloud.maidan.portal.work.Upkeep;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** The way to the pages, what is kept about them, and what is done by itself. */
@Configuration(proxyBeanMethods = false)
class RetentionConfiguration {

    @Bean
    NavigationLink retentionLink() {
        return new NavigationLink(
                Group.ADMINISTRATION,
                "/admin/retention",
                "retention.title",
                "hourglass",
                30,
                Permission.SEE_RETENTION.roleNames());
    }

    @Bean
    PersonalRecords retentionRecords(JdbcOperations jdbc) {
        return new TableRecords("retention", jdbc)
                .personal(LegalBasis.LEGAL_OBLIGATION, MemberTable.by("member_id", "retention_confirmation", "at"))
                .impersonal("retention_rule", "Says how long each kind of data is kept, for everybody alike.")
                .impersonal("retention_plan", "Says when rules were carried out and how far that came.")
                .impersonal("retention_line", "Counts what carrying out a rule deletes.")
                .impersonal(
                        "retention_item",
                        "Digests of the ids of things that are about to go, and of their owners' accounts for counting; gone with the plan.")
                .impersonal("retention_look", "Says whether services are set as the rules say.");
    }

    @Bean
    Task<Void> enforcementTask(ObjectProvider<Enforcement> enforcement, RetentionProperties properties) {
        return Tasks.recurring("retention.enforce", FixedDelay.of(properties.every()))
                .execute((instance, context) -> enforcement.getObject().carryOut());
    }

    @Bean
    Task<Void> lookTask(ObjectProvider<Looks> looks, RetentionProperties properties) {
        return Tasks.recurring("retention.look", FixedDelay.of(properties.look()))
                .execute((instance, context) -> looks.getObject().look());
    }

    @Bean
    Upkeep planUpkeep(ObjectProvider<Enforcement> enforcement) {
        return now -> enforcement.getObject().tidy(now);
    }
}
