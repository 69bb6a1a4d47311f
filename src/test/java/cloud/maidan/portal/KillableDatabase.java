package cloud.maidan.portal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Kill points before and after each commit of a transaction that means something to what is being tried. */
public class KillableDatabase implements BeanPostProcessor {

    private final Map<Pattern, String> meanings = new LinkedHashMap<>();

    /** @param meanings what a statement that holds the expression means */
    public KillableDatabase(Map<String, String> meanings) {
        meanings.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(each -> this.meanings.put(
                        Pattern.compile(each.getKey(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL), each.getValue()));
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource database ? new Killable(database) : bean;
    }

    private final class Killable extends DelegatingDataSource {

        Killable(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            Set<String> noted = new TreeSet<>();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "prepareStatement" -> note(String.valueOf(arguments[0]), noted);
                            case "rollback" -> noted.clear();
                            case "commit" -> {
                                return commit(connection, method, arguments, noted);
                            }
                            default -> {}
                        }
                        return call(connection, method, arguments);
                    });
        }

        private @Nullable Object commit(
                Connection connection, Method method, @Nullable Object[] arguments, Set<String> noted)
                throws Throwable {
            String point = String.join("+", noted);
            noted.clear();
            if (point.isEmpty()) {
                return call(connection, method, arguments);
            }
            KillPoint.reached("before commit of " + point);
            Object done = call(connection, method, arguments);
            KillPoint.reached("after commit of " + point);
            return done;
        }

        private void note(String statement, Set<String> noted) {
            meanings.forEach((pattern, meaning) -> {
                if (pattern.matcher(statement).find()) {
                    noted.add(meaning);
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
