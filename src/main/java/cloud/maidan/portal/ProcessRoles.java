package cloud.maidan.portal;

import cloud.maidan.portal.subject.ProcessRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** What the roles of a process settle for the whole of it, whatever else is configured. */
class ProcessRoles implements EnvironmentPostProcessor, Ordered {

    /** What the operator has no use for. */
    private static final List<String> BEYOND_THE_OPERATOR = List.of(
            "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration",
            "org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration");

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE; // the files of configuration are read
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Set<ProcessRole> roles = ProcessRole.of(environment);
        Map<String, Object> settled = new HashMap<>();
        if (!roles.contains(ProcessRole.WORKER)) {
            settled.put("db-scheduler.enabled", "false");
        }
        if (!roles.contains(ProcessRole.WEB)) {
            settled.put("server.port", "-1"); // listens for nobody but whoever asks for its health
        }
        if (roles.equals(Set.of(ProcessRole.OPERATOR))) {
            settled.put("spring.main.web-application-type", "none");
            settled.put("spring.autoconfigure.exclude", String.join(",", BEYOND_THE_OPERATOR));
            settled.put("portal.keys.rewrap", "false");
        }
        environment.getPropertySources().addFirst(new MapPropertySource("roles", settled));
    }
}
