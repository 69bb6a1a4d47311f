package cloud.maidan.portal.work;

import cloud.maidan.portal.subject.OnlyIn;
import cloud.maidan.portal.subject.ProcessRole;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * This process among those that carry out steps. It has a name that no other ever has, and holds a lock of that name on
 * a connection: when it is killed the database drops both at once, and whoever looks can take over what it held. Should
 * it live after all and merely have lost that connection, the fences of its steps keep it from changing anything.
 */
@OnlyIn(ProcessRole.WORKER)
@Component
class Presence implements DbSchedulerCustomizer {

    private static final int LOCKS = 0x6d61_0301;

    private final String name;

    Presence() {
        this("portal#" + UUID.randomUUID());
    }

    Presence(String name) {
        this.name = name;
    }

    @Override
    public Optional<SchedulerName> schedulerName() {
        return Optional.of(() -> name);
    }

    /** Lasts as long as the connection. */
    void announce(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("select pg_try_advisory_lock(?, hashtext(?))")) {
            lock.setInt(1, LOCKS);
            lock.setString(2, name);
            lock.executeQuery().close();
        }
    }

    /** Gives back what processes hold that are gone. @return whether there was something */
    boolean takeOverFromTheDead(Connection connection) throws SQLException {
        try (var takeOver = connection.prepareStatement("""
                with holders as materialized (
                    select distinct picked_by from scheduled_tasks where picked and picked_by <> ?),
                gone as materialized (
                    select picked_by from holders where pg_try_advisory_xact_lock(?, hashtext(picked_by)))
                update scheduled_tasks
                set picked = false, picked_by = null, last_heartbeat = null, version = version + 1
                where picked and picked_by in (select picked_by from gone)""")) {
            takeOver.setString(1, name);
            takeOver.setInt(2, LOCKS);
            return takeOver.executeUpdate() > 0;
        }
    }
}
