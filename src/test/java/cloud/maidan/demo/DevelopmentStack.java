package cloud.maidan.demo;

import cloud.maidan.demo.provider.DemoProvider;
import cloud.maidan.portal.PortalApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.test.context.support.DynamicPropertyRegistrarBeanInitializer;

/**
 * Starts the whole portal on http://localhost:8080 with everything it needs: PostgreSQL, an OpenID provider that behaves
 * like Authentik on port 9000, and a Matrix stand-in on port 9101. Nothing is kept between two runs.
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

        @Override
        public void close() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
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
        static MatrixStandIn demoMatrix() {
            return MatrixStandIn.start(9101);
        }

        @Bean
        static DynamicPropertyRegistrar addresses(Home home, DemoProvider provider, MatrixStandIn matrix)
                throws IOException {
            String database = EmbeddedDatabase.newDatabase();
            Path token = Files.writeString(home.folder().resolve("matrix-token"), matrix.token());
            return registry -> {
                registry.add("spring.datasource.url", () -> database);
                registry.add(
                        "portal.keys.folder",
                        () -> home.folder().resolve("keys").toString());
                registry.add(
                        "portal.archive.folder",
                        () -> home.folder().resolve("archives").toString());
                registry.add("portal.members.issuer", provider::issuer);
                registry.add("portal.members.client-id", provider::clientId);
                registry.add("portal.members.client-secret", provider::clientSecret);
                registry.add("portal.services.matrix.url", matrix::url);
                registry.add("portal.services.matrix.token-file", token::toString);
            };
        }
    }
}
