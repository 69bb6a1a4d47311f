package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.OnlyOperator;
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
    NavigationLink containersLink() {
        return new NavigationLink(
                Group.ADMINISTRATION,
                "/admin/containers",
                "provisioning.services.title",
                "container",
                36,
                List.of("ADMIN", "AUDITOR"));
    }

    @Bean
    Blueprints blueprints(OperatorProperties properties) {
        return Blueprints.at(properties.blueprints());
    }

    @Bean
    @OnlyOperator
    Round lookRound(LookTurn looks, ContainerRuntime runtime, ProvisioningProperties properties) {
        return new Round("hardening", properties.pace(), runtime.configured(), looks::turn);
    }

    @Bean
    @OnlyOperator
    Round planRound(PlanTurn plans, RequestTurn requests, ContainerRuntime runtime, ProvisioningProperties properties) {
        return new Round("plans", properties.pace(), runtime.configured(), () -> plans.turn() | requests.turn());
    }

    @Bean
    @OnlyOperator
    Round standingRound(StandingTurn standing, ContainerRuntime runtime, ProvisioningProperties properties) {
        return new Round("standing", properties.pace().multipliedBy(2), runtime.configured(), standing::turn);
    }

    @Bean
    PersonalRecords provisioningRecords(JdbcOperations jdbc) {
        return new TableRecords("provisioning", jdbc)
                .impersonal(
                        "service_plan",
                        "Says what is to be done with a service's containers; who asked is in the audit.")
                .impersonal("service_request", "Says what a policy asked of the operator, for a service as a whole.")
                .impersonal("service_overlay", "Says what files of a service say that a policy wrote.")
                .impersonal("image_lock", "Says which image a name stood for when it was confirmed.")
                .impersonal("service_plan_step", "Says how far the operator is with a plan.")
                .impersonal("service_container", "Says how a service's container stands.")
                .impersonal("service_usage", "Counts what containers use, not who uses them.")
                .impersonal(
                        "service_log",
                        "Holds the end of what a container wrote for ten minutes, for whoever repairs it.")
                .impersonal("hardening_look", "Says when the containers were last looked at.")
                .impersonal("hardening_container", "Says how each container is set up, never what is in it.")
                .impersonal("hardening_image", "Names files of images that run with the rights of their owner.");
    }
}
