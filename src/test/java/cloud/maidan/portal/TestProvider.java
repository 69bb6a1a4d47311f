package cloud.maidan.portal;

import cloud.maidan.demo.provider.DemoProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** Lets the people of the demo sign in: one provider for all tests of a run. */
@TestConfiguration(proxyBeanMethods = false)
public class TestProvider {

    private static @Nullable DemoProvider provider;

    /** Started at first use. Tests that tell it to misbehave put things right again. */
    public static synchronized DemoProvider provider() {
        DemoProvider known = provider;
        if (known == null) {
            known = DemoProvider.start(0);
            provider = known;
            Runtime.getRuntime().addShutdownHook(new Thread(known::close));
        }
        return known;
    }

    @Bean
    static DynamicPropertyRegistrar signIn() {
        DemoProvider known = provider();
        return registry -> {
            registry.add("portal.members.issuer", known::issuer);
            registry.add("portal.members.client-id", known::clientId);
            registry.add("portal.members.client-secret", known::clientSecret);
        };
    }
}
