package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.site.NavigationLink.Group;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

@Configuration(proxyBeanMethods = false)
class ProvisioningConfiguration {

    @Bean
    NavigationLink hardeningLink() {
        return new NavigationLink(
                Group.ADMINISTRATION,
                "/admin/hardening",
                "provisioning.hardening.title",
                "container",
                37,
                List.of("ADMIN", "AUDITOR"));
    }

    @Bean
    PersonalRecords provisioningRecords(JdbcOperations jdbc) {
        return new TableRecords("provisioning", jdbc)
                .impersonal("hardening_look", "Says when the containers were last looked at.")
                .impersonal("hardening_container", "Says how each container is set up, never what is in it.")
                .impersonal("hardening_image", "Names files of images that run with the rights of their owner.");
    }
}
