package cloud.maidan.portal.audit;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Says loudly, in the log and in the portal's health, that records were touched or are not being linked. */
@Component
class AuditAlarm implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(AuditAlarm.class);
    private static final int MOST = 1000;

    private final Map<Long, String> tampered = new ConcurrentSkipListMap<>();
    private volatile @Nullable Instant unlinkedSince;

    /** @param what follows the words "record 17" */
    void tampered(long id, String what) {
        if (tampered.size() < MOST && tampered.putIfAbsent(id, what) == null) {
            log.error("Audit record {} {}", id, what);
        }
    }

    /** @param since time of the oldest record that is unlinked for too long; null when all is well */
    void unlinked(@Nullable Instant since) {
        if (since != null && unlinkedSince == null) {
            log.error("Audit records are not being linked since {}", since);
        }
        unlinkedSince = since;
    }

    @Override
    public Health health() {
        Instant since = unlinkedSince;
        if (tampered.isEmpty() && since == null) {
            return Health.up().build();
        }
        Health.Builder down = Health.down().withDetail("tampered", Map.copyOf(tampered));
        return (since == null ? down : down.withDetail("unlinkedSince", since.toString())).build();
    }
}
