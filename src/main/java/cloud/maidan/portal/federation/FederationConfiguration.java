package cloud.maidan.portal.federation;

import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

@Configuration(proxyBeanMethods = false)
class FederationConfiguration {

    @Bean
    NavigationLink federationLink() {
        return new NavigationLink(
                Group.ADMINISTRATION,
                "/admin/federation",
                "federation.title",
                "radio-tower",
                34,
                Permission.SEE_FEDERATION.roleNames());
    }

    @Bean
    PersonalRecords federationRecords(JdbcOperations jdbc) {
        return new TableRecords("federation", jdbc)
                .impersonal("federation_policy", "Says whom the services may talk to; who decided it is in the audit.")
                .impersonal("federation_server", "Names servers.")
                .impersonal("federation_denied", "Names servers.")
                .impersonal("federation_taken", "Says what came of carrying out the policy.")
                .impersonal("federation_check", "Says when each service was checked.")
                .impersonal(
                        "federation_drift",
                        "Names rooms, servers and settings that differ from the policy; an entry goes as soon as the difference does.");
    }
}
