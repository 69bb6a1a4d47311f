package cloud.maidan.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.Auditable;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.ProcessRole;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;

/** One process for each role, each as the database's user of its role. */
class ProcessRolesTests {

    @TempDir
    Path folder;

    private final DatabaseRoles database = DatabaseRoles.migrated();

    @Test
    void eachProcessHasWhatItsRoleNeedsAndNothingElse() throws Exception {
        try (ConfigurableApplicationContext web = start(ProcessRole.WEB)) {
            answersBrowsersAndCarriesNothingOut(web);
        }
        try (ConfigurableApplicationContext worker = start(ProcessRole.WORKER)) {
            carriesStepsOutAndAnswersNobody(worker);
        }
        try (ConfigurableApplicationContext operator = start(ProcessRole.OPERATOR)) {
            knowsTheEngineAndNoMember(operator);
            maySayWhatItDid(operator);
        }
    }

    private static void answersBrowsersAndCarriesNothingOut(ConfigurableApplicationContext web) throws Exception {
        int port = port(web);
        assertThat(Browser.on(port).get("/").statusCode()).isEqualTo(200);
        assertThat(web.getBeanNamesForType(Scheduler.class)).isEmpty();
        assertThat(web.getBeanNamesForType(SchedulerClient.class)).hasSize(1);
        assertThat(web.containsBean("chainer")).isFalse();
        assertThat(web.getBeanNamesForType(ContainerRuntime.class)).isEmpty();
        assertThat(health(web)).isEqualTo(200);
        tell(web, "web");
    }

    private void carriesStepsOutAndAnswersNobody(ConfigurableApplicationContext worker) throws Exception {
        assertThat(port(worker)).isNegative();
        assertThat(worker.getBeanNamesForAnnotation(Controller.class))
                .allSatisfy(
                        name -> assertThat(String.valueOf(worker.getType(name))).doesNotContain("cloud.maidan"));
        assertThat(worker.getBeanNamesForType(ContainerRuntime.class)).isEmpty();
        assertThat(worker.getBean(Scheduler.class).getSchedulerState().isStarted())
                .isTrue();
        await().untilAsserted(() -> assertThat(database.asOwner()
                        .sql("select count(*) from scheduled_tasks")
                        .query(Integer.class)
                        .single())
                .isPositive());
        assertThat(health(worker)).isEqualTo(200);
    }

    private static void knowsTheEngineAndNoMember(ConfigurableApplicationContext operator) throws Exception {
        assertThat(operator).isNotInstanceOf(WebServerApplicationContext.class);
        assertThat(operator.getBeanNamesForType(ContainerRuntime.class)).hasSize(1);
        assertThat(operator.getBeanNamesForAnnotation(Controller.class)).isEmpty();
        assertThat(operator.getBeanNamesForType(Scheduler.class)).isEmpty();
        assertThat(operator.getBeanNamesForType(SchedulerClient.class)).isEmpty();
        assertThat(modules(operator))
                .contains("docker", "provisioning")
                .isSubsetOf("audit", "blueprints", "docker", "keys", "provisioning");
        assertThat(health(operator)).isEqualTo(200);
        assertThatThrownBy(() -> operator.getBean(JdbcClient.class)
                        .sql("select count(*) from member")
                        .query(Integer.class)
                        .single())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    private void maySayWhatItDid(ConfigurableApplicationContext operator) {
        tell(operator, "operator");

        assertThat(database.asOwner()
                        .sql("select action from audit_record where actor_task = 'operator'")
                        .query(String.class)
                        .list())
                .containsExactly("provisioning.look-asked");
    }

    private static void tell(ConfigurableApplicationContext process, String by) {
        process.getBean(TransactionTemplate.class).executeWithoutResult(work -> process.publishEvent(new Told(by)));
    }

    /** Whose components there are; words for others, such as a link of the navigation, are none. */
    private static Set<String> modules(ConfigurableApplicationContext process) {
        Set<String> modules = new TreeSet<>();
        for (String name : process.getBeanDefinitionNames()) {
            Class<?> type = process.getType(name);
            if (type != null && type.getName().startsWith("cloud.maidan.portal.") && !words(type)) {
                String[] parts = type.getName().split("\\.");
                if (parts.length > 4) {
                    modules.add(parts[3]);
                }
            }
        }
        return modules;
    }

    private static boolean words(Class<?> type) {
        return type.isRecord() || PersonalRecords.class.isAssignableFrom(type);
    }

    private static int port(ConfigurableApplicationContext process) {
        return Objects.requireNonNull(((WebServerApplicationContext) process).getWebServer())
                .getPort();
    }

    private static int health(ConfigurableApplicationContext process) throws Exception {
        String port = process.getEnvironment().getProperty("local.management.port");
        int at = port == null ? process.getBean(OperatorHealth.class).port() : Integer.parseInt(port);
        URI address = URI.create("http://127.0.0.1:" + at + "/actuator/health");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private ConfigurableApplicationContext start(ProcessRole role) {
        return new SpringApplicationBuilder(PortalApplication.class)
                .profiles("test")
                .initializers(NothingOfTheTests::exclude)
                .run(
                        "--portal.roles=" + role.name().toLowerCase(Locale.ROOT),
                        "--spring.datasource.url=" + database.url(role),
                        "--spring.flyway.enabled=false",
                        "--server.port=0",
                        "--portal.keys.folder=" + folder.resolve("keys"));
    }

    private record Told(String by) implements Auditable {

        @Override
        public Actor actor() {
            return new Actor.Task(by);
        }

        @Override
        public Optional<MemberId> about() {
            return Optional.empty();
        }

        @Override
        public Kind kind() {
            return Kind.CHANGE;
        }

        @Override
        public String action() {
            return "provisioning.look-asked";
        }

        @Override
        public Map<String, String> details() {
            return Map.of("with", "details of nobody");
        }
    }
}
