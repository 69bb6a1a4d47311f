package cloud.maidan.portal.docker;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DockerConfiguration {

    @Bean
    @OnlyOperator
    ContainerRuntime containerRuntime(DockerProperties properties) {
        return properties.runtime();
    }
}
