package cloud.maidan.portal.erasure;

import cloud.maidan.portal.site.NavigationLink;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.work.Upkeep;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** The way to the pages, what is kept, and the replay of the ledger. */
@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {

    private static final Duration LOOK = Duration.ofMinutes(1);

    @Bean
    NavigationLink erasureLink() {
        return new NavigationLink(NavigationLink.Group.DATA, "/me/erasure", "erasure.nav", "eraser", 30);
    }

    @Bean
    PersonalRecords erasureRecords(JdbcOperations jdbc, ErasureRows rows) {
        return new ErasureRecords(jdbc, rows);
    }

    /** Looks every minute, which costs a line count, whether this database was restored. */
    @Bean
    Task<Void> restoredTask(ObjectProvider<LedgerReplay> replay) {
        return Tasks.recurring("erasure.restored", FixedDelay.of(LOOK)).execute((instance, context) -> {
            if (replay.getObject().restored()) {
                LoggerFactory.getLogger(LedgerReplay.class)
                        .warn(
                                "The ledger holds more than this database knows: erasing again what a restore brought back");
                replay.getObject().replay();
            }
        });
    }

    @Bean
    Task<Void> replayTask(ObjectProvider<LedgerReplay> replay, Ledger ledger, ErasureProperties properties) {
        return Tasks.recurring(LedgerReplay.KIND, FixedDelay.of(properties.replayEvery()))
                .execute((instance, context) -> {
                    ledger.prune();
                    replay.getObject().replay();
                });
    }

    @Bean
    Upkeep erasureUpkeep(ErasureRows rows, ErasureProperties properties) {
        return now -> rows.forgetEndedBefore(now.minus(properties.receipt()));
    }
}
