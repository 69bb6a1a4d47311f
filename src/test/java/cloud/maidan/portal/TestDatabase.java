package cloud.maidan.portal;

import cloud.maidan.demo.EmbeddedDatabase;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** Gives a test's portal a database of its own. */
@TestConfiguration(proxyBeanMethods = false)
class TestDatabase {

    @Bean
    static DynamicPropertyRegistrar database() {
        String url = EmbeddedDatabase.newDatabase();
        return registry -> registry.add("spring.datasource.url", () -> url);
    }
}
