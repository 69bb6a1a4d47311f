package cloud.maidan.portal.work;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Hears what all nodes tell each other, on one connection of its own, and notices when one that carries out steps is
 * gone. While it is cut off steps still start (the scheduler looks by itself every few seconds) and pages move late.
 */
@Component
class SignalListener implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SignalListener.class);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final JdbcConnectionDetails database;
    private final Alarm alarm;
    private final Watchers watchers;
    private final Optional<Presence> presence;
    private volatile @Nullable Thread thread;

    SignalListener(JdbcConnectionDetails database, Alarm alarm, Watchers watchers, Optional<Presence> presence) {
        this.database = database;
        this.alarm = alarm;
        this.watchers = watchers;
        this.presence = presence;
    }

    @Override
    public void start() {
        Thread listening = Thread.ofPlatform().daemon().name("work-signals").unstarted(this::listen);
        thread = listening;
        listening.start();
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void listen() {
        int refused = 0;
        while (mine()) {
            try (Connection connection = connect()) {
                refused = 0;
                takeOver(connection);
                // Whatever was said while nobody listened is lost: look once.
                alarm.ring();
                watchers.tellAll();
                hear(connection);
            } catch (SQLException e) {
                if (mine()) {
                    log.warn("Not hearing the other nodes: {}", e.getMessage());
                    pause(++refused);
                }
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("ApplicationName", "maidan-portal signals");
        settings.setProperty("connectTimeout", "5");
        settings.setProperty("loginTimeout", "5");
        settings.setProperty("socketTimeout", "30");
        settings.setProperty("tcpKeepAlive", "true");
        String user = database.getUsername();
        if (user != null) {
            settings.setProperty("user", user);
        }
        String password = database.getPassword();
        if (password != null) {
            settings.setProperty("password", password);
        }
        Connection connection = DriverManager.getConnection(database.getJdbcUrl(), settings);
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + StepRows.CHANNEL);
        }
        if (presence.isPresent()) {
            presence.get().announce(connection);
        }
        return connection;
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (mine()) {
            PGNotification @Nullable [] heard = postgres.getNotifications((int) QUIET.toMillis());
            if (heard == null || heard.length == 0) {
                // It also asks the other end: a connection whose other end vanished stays silent for ever unless asked.
                if (takeOver(connection)) {
                    alarm.ring();
                }
                continue;
            }
            for (PGNotification notification : heard) {
                Signal.parse(notification.getParameter()).ifPresent(this::pass);
            }
        }
    }

    private boolean takeOver(Connection connection) throws SQLException {
        return presence.isPresent() && presence.get().takeOverFromTheDead(connection);
    }

    private void pass(Signal signal) {
        if (signal.due()) {
            alarm.ring();
        }
        watchers.tell(signal.about());
    }

    private boolean mine() {
        return Optional.ofNullable(thread)
                .filter(Thread.currentThread()::equals)
                .isPresent();
    }

    private static void pause(int refused) {
        try {
            Thread.sleep(Math.min(LONGEST_PAUSE.toMillis(), 250L << Math.min(refused, 6)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
