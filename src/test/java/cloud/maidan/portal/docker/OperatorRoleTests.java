package cloud.maidan.portal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.transport.DockerHttpClient;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class OperatorRoleTests {

    @EnableConfigurationProperties(DockerProperties.class)
    static class Settings {}

    private final ApplicationContextRunner portal =
            new ApplicationContextRunner().withUserConfiguration(Settings.class, DockerConfiguration.class);

    @Test
    void aProcessThatIsToldNoRolesHasThemAll() {
        portal.run(context -> assertThat(context).hasSingleBean(ContainerRuntime.class));
    }

    @Test
    void onlyTheOperatorReachesTheEngine() {
        portal.withPropertyValues("portal.roles=operator")
                .run(context -> assertThat(context).hasSingleBean(ContainerRuntime.class));
        for (String roles : new String[] {"web", "worker", "web,worker"}) {
            portal.withPropertyValues("portal.roles=" + roles)
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean(ContainerRuntime.class)
                            .doesNotHaveBean(DockerClient.class)
                            .doesNotHaveBean(DockerHttpClient.class));
        }
    }

    @Test
    void aRoleThatDoesNotExistEndsTheStartAndSoDoesNone() {
        for (String roles : new String[] {"web,operater", ""}) {
            portal.withPropertyValues("portal.roles=" + roles)
                    .run(context -> assertThat(context).hasFailed());
        }
    }

    @Test
    void anEngineOverTheNetworkIsRefused() {
        portal.withPropertyValues("portal.docker.host=tcp://engine:2375")
                .run(context ->
                        assertThat(context).hasFailed().getFailure().rootCause().hasMessageContaining("socket"));
    }
}
