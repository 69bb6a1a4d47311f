package cloud.maidan.portal;

import cloud.maidan.demo.Community;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** The stand-ins of all services, once for all tests of a run that ask for them; a test heals what it broke. */
@TestConfiguration(proxyBeanMethods = false)
public class TestCommunity {

    private static @Nullable Community community;

    public static synchronized Community community() {
        Community known = community;
        if (known == null) {
            known = Community.start(TestProvider.provider());
            community = known;
            Runtime.getRuntime().addShutdownHook(new Thread(known::close));
        }
        return known;
    }

    @Bean
    static DynamicPropertyRegistrar services() {
        return community()::connect;
    }
}
