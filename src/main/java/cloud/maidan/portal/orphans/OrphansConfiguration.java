package cloud.maidan.portal.orphans;

import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

@Configuration(proxyBeanMethods = false)
class OrphansConfiguration {

    @Bean
    NavigationLink orphansLink() {
        return new NavigationLink(
                Group.ADMINISTRATION, "/admin/orphans", "orphans.title", "users", 40, List.of("ADMIN", "OFFICER"));
    }

    @Bean
    PersonalRecords orphansRecords(JdbcOperations jdbc) {
        return new TableRecords("orphans", jdbc)
                .impersonal(
                        "orphan",
                        "Names accounts in services that belong to no member, so that they can be dealt with there; an entry goes as soon as the account does.")
                .impersonal("orphan_search", "Counts the accounts of each service.")
                .impersonal("orphan_round", "Says when the last search began and ended.");
    }
}
