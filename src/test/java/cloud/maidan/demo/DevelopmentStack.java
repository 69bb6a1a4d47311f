package cloud.maidan.demo;

import cloud.maidan.demo.provider.DemoProvider;
import cloud.maidan.portal.PortalApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.test.context.support.DynamicPropertyRegistrarBeanInitializer;

/**
 * Starts the whole portal on http://localhost:8080 with everything it needs: PostgreSQL, an OpenID provider that behaves
 * like Authentik on port 9000, and the stand-in of each {@link DemoService} from port 9101 on. Nothing is kept between
 * two runs.
 */
public final class DevelopmentStack {

    private DevelopmentStack() {}

    public static void main(String[] args) {
        SpringApplication.from(PortalApplication::main)
                .with(Parts.class)
                .withAdditionalProfiles("demo")
                .run(args);
    }

    /** Files of this run, removed when it stops. */
    record Home(Path folder) implements AutoCloseable {

        Path secret(String name, String content) {
            try {
                return Files.writeString(folder.resolve(name), content);
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }

        @Override
        public void close() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    /** The stand-ins that run, stopped when the demo stops. */
    record Running(Map<String, DemoService.Running> services) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            for (DemoService.Running service : services.values()) {
                service.standIn().close();
            }
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    @ComponentScan(
            useDefaultFilters = false,
            includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = DemoService.class))
    static class Parts {

        @Bean
        static DynamicPropertyRegistrarBeanInitializer properties() {
            return new DynamicPropertyRegistrarBeanInitializer();
        }

        @Bean
        static Home demoHome() throws IOException {
            return new Home(Files.createTempDirectory("maidan-portal-"));
        }

        @Bean
        static DemoProvider demoProvider() {
            return DemoProvider.start(9000);
        }

        @Bean
        static Running demoServices(List<DemoService> services) {
            Map<String, DemoService.Running> running = new TreeMap<>();
            services.forEach(service -> running.put(service.name(), service.start(service.port())));
            return new Running(running);
        }

        @Bean
        static DynamicPropertyRegistrar addresses(Home home, DemoProvider provider) throws IOException {
            String database = EmbeddedDatabase.newDatabase();
            return registry -> {
                registry.add("spring.datasource.url", () -> database);
                registry.add(
                        "portal.keys.folder",
                        () -> home.folder().resolve("keys").toString());
                registry.add(
                        "portal.archive.folder",
                        () -> home.folder().resolve("archives").toString());
                registry.add(
                        "portal.erasure.ledger",
                        () -> home.folder().resolve("ledger").toString());
                registry.add("portal.members.issuer", provider::issuer);
                registry.add("portal.members.client-id", provider::clientId);
                registry.add("portal.members.client-secret", provider::clientSecret);
            };
        }

        @Bean
        static DynamicPropertyRegistrar services(Home home, Running running) {
            return registry -> running.services().forEach((name, service) -> {
                String below = "portal.services." + name + ".";
                registry.add(below + "url", service::url);
                service.settings().forEach((key, value) -> registry.add(below + key, () -> value));
                service.secrets().forEach((key, secret) -> {
                    Path file = home.secret(name + "-" + key, secret);
                    registry.add(below + key + "-file", file::toString);
                });
            });
        }
    }
}
