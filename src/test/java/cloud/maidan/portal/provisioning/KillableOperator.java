package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.KillPoint;
import cloud.maidan.portal.NothingOfTheTests;
import cloud.maidan.portal.PortalApplication;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerWorks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The operator in a process of its own, made to be killed before and after whatever it changes at the engine. Each line of
 * standard input is the next point to stop at, or {@code -}; it ends when its input does.
 */
final class KillableOperator {

    private static final Set<String> READING = Set.of("labelled", "hasVolume", "logs", "use", "stream", "events");

    private KillableOperator() {}

    public static void main(String[] arguments) throws IOException {
        new SpringApplicationBuilder(PortalApplication.class, Points.class)
                .initializers(NothingOfTheTests::exclude)
                .run(arguments);
        KillPoint.say("UP");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            KillPoint.choose(order.equals("-") ? null : order);
            KillPoint.say("HEARD");
        }
        Runtime.getRuntime().halt(0);
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Points {

        @Bean
        static BeanPostProcessor killPoints() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof ContainerRuntime runtime ? watched(runtime) : bean;
                }
            };
        }
    }

    private static ContainerRuntime watched(ContainerRuntime runtime) {
        return as(ContainerRuntime.class, (proxy, method, arguments) -> {
            Object answer = called(runtime, method, arguments);
            return answer instanceof ContainerWorks works ? as(ContainerWorks.class, changing(works)) : answer;
        });
    }

    private static InvocationHandler changing(ContainerWorks works) {
        return (proxy, method, arguments) -> {
            if (READING.contains(method.getName())) {
                return called(works, method, arguments);
            }
            KillPoint.reached("before " + method.getName());
            Object answer = called(works, method, arguments);
            KillPoint.reached("after " + method.getName());
            return answer;
        };
    }

    private static Object called(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T as(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
