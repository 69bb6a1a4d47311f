package cloud.maidan.portal.requests;

import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.subject.AgingTable;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.Rulings;
import cloud.maidan.portal.subject.TableRecords;
import cloud.maidan.portal.work.Upkeep;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** The way to the exports' pages, and what is kept about them. */
@Configuration(proxyBeanMethods = false)
class RequestsConfiguration {

    private static final String EXPORTS = "export_request";

    @Bean
    NavigationLink exportsLink() {
        return new NavigationLink(NavigationLink.Group.DATA, "/me/exports", "requests.nav.exports", "package", 20);
    }

    @Bean
    PersonalRecords requestsRecords(JdbcOperations jdbc, RequestsProperties properties) {
        return new TableRecords("requests", jdbc)
                .personal(LegalBasis.LEGAL_OBLIGATION, MemberTable.by("member_id", EXPORTS, "created_at", "token"))
                .personal(
                        LegalBasis.CONTRACT, MemberTable.by("member_id", "export_schedule", "created_at", "passphrase"))
                .personal(
                        LegalBasis.LEGAL_OBLIGATION,
                        new MemberTable(
                                "exported_service",
                                "export_id in (select id from export_request where member_id = ?)",
                                null,
                                List.of()))
                .aging(new AgingTable(
                        EXPORTS, "state not in ('COLLECTING', 'FINISHING')", "finished_at", properties.keep()));
    }

    @Bean
    Task<Void> regularExportsTask(ObjectProvider<ScheduleDesk> desk, RequestsProperties properties) {
        return Tasks.recurring("requests.regular", FixedDelay.of(properties.planEvery()))
                .execute((instance, context) -> desk.getObject().planDue());
    }

    @Bean
    Upkeep exportUpkeep(
            ExportRequests requests,
            RequestsProperties properties,
            TransactionTemplate transactions,
            ObjectProvider<Rulings> rulings) {
        return now -> {
            if (rulings.stream().noneMatch(each -> each.ruled(EXPORTS))) {
                transactions.executeWithoutResult(
                        transaction -> requests.forgetFinishedBefore(now.minus(properties.keep())));
            }
        };
    }
}
