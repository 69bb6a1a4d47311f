package cloud.maidan.portal.grown;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Has PostgreSQL's auto_explain tell how it carried out each statement of a page that is watched, as notices to the
 * connection that asked: so each belongs to its page, and what the portal does in the background to none.
 */
final class WatchedDatabase implements BeanPostProcessor {

    private static final String TELL = """
            load 'auto_explain';
            set auto_explain.log_min_duration = 0;
            set auto_explain.log_analyze = on;
            set auto_explain.log_timing = off;
            set auto_explain.log_nested_statements = on;
            set auto_explain.log_format = json;
            set auto_explain.log_level = notice;
            """;

    private static final String BE_SILENT = "set auto_explain.log_min_duration = -1; reset enable_seqscan";
    private static final String BEFORE_PLAN = "plan:\n";

    private final Watch watch;
    private final String tell;

    /** @param reluctant whether a table is scanned only where no index can serve, as if it were large */
    WatchedDatabase(Watch watch, boolean reluctant) {
        this.watch = watch;
        this.tell = TELL + (reluctant ? "set enable_seqscan = off;" : "");
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource database ? new Watched(database) : bean;
    }

    private final class Watched extends DelegatingDataSource {

        Watched(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            if (!watch.watching()) {
                return connection;
            }
            execute(connection, tell);
            connection.clearWarnings();
            return proxy(Connection.class, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "prepareStatement", "createStatement" -> {
                        return listening(
                                (Statement) Objects.requireNonNull(call(connection, method, arguments)),
                                method.getReturnType());
                    }
                    case "commit", "rollback" -> {
                        // a statement of a transaction may end no sooner than that
                        Object done = call(connection, method, arguments);
                        hear(connection.getWarnings());
                        connection.clearWarnings();
                        return done;
                    }
                    case "close" -> {
                        if (!connection.isClosed()) {
                            execute(connection, BE_SILENT);
                        }
                    }
                    default -> {}
                }
                return call(connection, method, arguments);
            });
        }

        private Object listening(Statement statement, Class<?> type) {
            return proxy(type, (proxy, method, arguments) -> {
                Object done = call(statement, method, arguments);
                if (method.getName().startsWith("execute")) {
                    hear(statement.getWarnings());
                    statement.clearWarnings();
                }
                return done;
            });
        }
    }

    private void hear(@Nullable SQLWarning first) {
        for (SQLWarning each = first; each != null; each = each.getNextWarning()) {
            String said = String.valueOf(each.getMessage());
            int plan = said.indexOf(BEFORE_PLAN);
            if (plan >= 0) {
                watch.hear(said.substring(plan + BEFORE_PLAN.length()));
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
