package cloud.maidan.portal.requests;

import cloud.maidan.portal.KillPoint;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Kill points before and after each commit of a transaction that means something to an export. */
class KillableDatabase implements BeanPostProcessor {

    private static final Map<Pattern, String> MEANINGS = new LinkedHashMap<>();

    static {
        mean("insert into export_request", "asked");
        mean("update work_step\\s+set fence", "claim");
        mean("update archive_section set cursor", "record");
        mean("update archive set .*stage = 'READY'", "complete");
        mean("insert into letter", "told");
        mean("update letter set state", "delivered");
        mean("update exported_service", "collected");
        mean("update work_step\\s+set state", "settle");
    }

    private static void mean(String statement, String name) {
        MEANINGS.put(Pattern.compile(statement, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), name);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource database ? new Killable(database) : bean;
    }

    private static class Killable extends DelegatingDataSource {

        Killable(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            Set<String> meanings = new LinkedHashSet<>();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "prepareStatement" -> note(String.valueOf(arguments[0]), meanings);
                            case "rollback" -> meanings.clear();
                            case "commit" -> {
                                return commit(connection, method, arguments, meanings);
                            }
                            default -> {}
                        }
                        return call(connection, method, arguments);
                    });
        }

        private static @Nullable Object commit(
                Connection connection, Method method, @Nullable Object[] arguments, Set<String> meanings)
                throws Throwable {
            String point = String.join("+", meanings);
            meanings.clear();
            if (point.isEmpty()) {
                return call(connection, method, arguments);
            }
            KillPoint.reached("before commit of " + point);
            Object done = call(connection, method, arguments);
            KillPoint.reached("after commit of " + point);
            return done;
        }

        private static void note(String statement, Set<String> meanings) {
            MEANINGS.forEach((pattern, meaning) -> {
                if (pattern.matcher(statement).find()) {
                    meanings.add(meaning);
                }
            });
        }

        private static @Nullable Object call(Connection connection, Method method, @Nullable Object[] arguments)
                throws Throwable {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }
    }
}
