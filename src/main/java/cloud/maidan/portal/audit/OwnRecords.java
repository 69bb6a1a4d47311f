package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.OnlyIn;
import cloud.maidan.portal.subject.ProcessRole;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What this process wrote and has not yet seen linked, unchanged; nobody can remove it from here. */
@OnlyIn({ProcessRole.WEB, ProcessRole.WORKER})
@Component
class OwnRecords {

    private static final int MOST = 100_000;

    private final BatchRows batches;
    private final RecordRows records;
    private final AuditAlarm alarm;
    private final Clock clock;
    private final Map<Long, Expected> expected = new ConcurrentHashMap<>();
    private long seen;

    OwnRecords(BatchRows batches, RecordRows records, AuditAlarm alarm, Clock clock) {
        this.batches = batches;
        this.records = records;
        this.alarm = alarm;
        this.clock = clock;
    }

    void expect(AuditRecord record) {
        if (expected.size() < MOST) {
            expected.put(record.id(), new Expected(record.digest(), clock.instant()));
        }
    }

    /** Compares with what the batches since the last look say; called by one thread. */
    void look(Duration patience) {
        for (List<Batch> next = batches.after(seen, 50); !next.isEmpty(); next = batches.after(seen, 50)) {
            next.forEach(this::compare);
            seen = next.getLast().number();
        }
        Instant oldest = clock.instant().minus(patience);
        List<Long> late = expected.entrySet().stream()
                .filter(entry -> entry.getValue().since().isBefore(oldest))
                .map(Map.Entry::getKey)
                .limit(1000)
                .toList();
        if (!late.isEmpty()) {
            List<Long> present =
                    records.find(late).stream().map(AuditRecord::id).toList();
            late.stream().filter(id -> !present.contains(id)).forEach(id -> {
                expected.remove(id);
                alarm.tampered(id, "vanished after it was committed");
            });
        }
    }

    /** Nothing before this moment was written by this process. */
    void startAt(long batch) {
        seen = batch;
    }

    private void compare(Batch batch) {
        for (int i = 0; i < batch.ids().length; i++) {
            Expected written = expected.remove(batch.ids()[i]);
            if (written != null && !Arrays.equals(written.digest(), batch.digest(i))) {
                alarm.tampered(batch.ids()[i], "changed after it was committed");
            }
        }
    }

    private record Expected(byte[] digest, Instant since) {}
}
