package cloud.maidan.portal.archive;

import cloud.maidan.portal.subject.PersonalRecords;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Has archives swept by one node at a time, and says what the module keeps about members. */
@Configuration(proxyBeanMethods = false)
class ArchiveConfiguration {

    @Bean
    Task<Void> sweepTask(ArchiveSweeper sweeper, ArchiveProperties properties) {
        return Tasks.recurring("archive.sweep", FixedDelay.of(properties.sweepEvery()))
                .execute((instance, context) -> sweeper.sweep());
    }

    @Bean
    PersonalRecords archiveRecords(JdbcOperations jdbc, ArchiveRegister register, StoredArchives archives) {
        return new ArchiveRecords(jdbc, register, archives);
    }
}
