package cloud.maidan.portal.console;

import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.MemberTable;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    @Bean
    NavigationLink peopleLink() {
        return new NavigationLink(
                Group.ADMINISTRATION, "/admin/members", "console.members", "users", 15, List.of("ADMIN", "OFFICER"));
    }

    @Bean
    PersonalRecords consoleRecords(JdbcOperations jdbc) {
        return new TableRecords("console", jdbc)
                .personal(
                        LegalBasis.LEGAL_OBLIGATION, MemberTable.by("member_id", "member_look", "until", "viewer_id"));
    }
}
