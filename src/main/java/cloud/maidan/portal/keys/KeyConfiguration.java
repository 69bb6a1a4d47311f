package cloud.maidan.portal.keys;

import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.TableRecords;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Declares the module's table, and looks once a day for keys that are too old. */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

    @Bean
    Task<Void> keyRotation(KeyLines lines) {
        return Tasks.recurring("keys.rotate", Schedules.daily(ZoneOffset.UTC, LocalTime.of(3, 10)))
                .execute((instance, context) -> lines.rotateAged());
    }

    @Bean
    PersonalRecords keyRecords(JdbcOperations jdbc) {
        return new TableRecords("keys", jdbc)
                .impersonal("key_line", "The portal's own wrapped keys, one row for each purpose.");
    }
}
