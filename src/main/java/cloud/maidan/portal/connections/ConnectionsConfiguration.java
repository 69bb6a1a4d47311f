package cloud.maidan.portal.connections;

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
class ConnectionsConfiguration {

    @Bean
    NavigationLink connectionsLink() {
        return new NavigationLink(
                Group.ADMINISTRATION, "/admin/services", "connections.title", "plug", 35, List.of("ADMIN", "AUDITOR"));
    }

    @Bean
    PersonalRecords connectionsRecords(JdbcOperations jdbc) {
        return new TableRecords("connections", jdbc)
                .personal(LegalBasis.LEGAL_OBLIGATION, MemberTable.by("member_id", "connection_author", "at"))
                .impersonal("connection_check", "Says how each service answered and how it is set, never about whom.")
                .impersonal("connection_typed", "Says where services are, as far as that was typed in the portal.")
                .impersonal("connection_secret", "What the portal identifies itself with at services, sealed.");
    }
}
