package cloud.maidan.portal.audit;

import cloud.maidan.portal.subject.OnlyIn;
import cloud.maidan.portal.subject.ProcessRole;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Keeps watching, and linking and publishing where steps are carried out, a few times a second, from start to shutdown. */
@OnlyIn({ProcessRole.WEB, ProcessRole.WORKER})
@Component
class ChainLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ChainLoop.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Optional<Chainer> chainer;
    private final OwnRecords own;
    private final Checkpoints checkpoints;
    private final RecordRows records;
    private final BatchRows batches;
    private final AuditAlarm alarm;
    private final AuditProperties properties;
    private final Clock clock;
    private volatile @Nullable Thread thread;
    private volatile Instant lastSuccess;

    ChainLoop(
            Optional<Chainer> chainer,
            OwnRecords own,
            Checkpoints checkpoints,
            RecordRows records,
            BatchRows batches,
            AuditAlarm alarm,
            AuditProperties properties,
            Clock clock) {
        this.chainer = chainer;
        this.own = own;
        this.checkpoints = checkpoints;
        this.records = records;
        this.batches = batches;
        this.alarm = alarm;
        this.properties = properties;
        this.clock = clock;
        this.lastSuccess = clock.instant();
    }

    @Override
    public void start() {
        own.startAt(batches.last().number());
        Thread running = Thread.ofPlatform().daemon().name("audit-chain").unstarted(this::run);
        thread = running;
        running.start();
    }

    /** Links what is there and publishes, but waits for no database that is gone: the next start links the rest. */
    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            Thread farewell =
                    Thread.ofPlatform().daemon().name("audit-farewell").start(() -> turn(true));
            try {
                farewell.join(FAREWELL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (Thread.currentThread().equals(thread)) {
            boolean more = turn(false);
            if (!more) {
                pause();
            }
        }
    }

    /** One round; true when there is more to link. */
    private boolean turn(boolean last) {
        try {
            int linked = chainer.map(Chainer::link).orElse(0);
            own.look(properties.alarmAfter());
            watch();
            if (chainer.isPresent()) {
                publish(last);
            }
            return linked == properties.batch();
        } catch (RuntimeException e) {
            // The edge of the job: whatever broke, the next round tries again and the alarm tells when none succeeds.
            if (thread != null) {
                log.warn("Audit records were not linked this time: {}", e.toString());
                alarmIfLate();
            }
            return false;
        }
    }

    private void publish(boolean last) {
        if (last) {
            checkpoints.publish();
        } else {
            checkpoints.publishDue();
        }
    }

    private void watch() {
        Instant oldest = clock.instant().minus(properties.alarmAfter());
        Optional<Instant> unlinked = records.timeOfFirstAfter(batches.last().lastId());
        lastSuccess = clock.instant();
        alarm.unlinked(unlinked.filter(at -> at.isBefore(oldest)).orElse(null));
    }

    private void alarmIfLate() {
        if (lastSuccess.plus(properties.alarmAfter()).isBefore(clock.instant())) {
            alarm.unlinked(lastSuccess);
        }
    }

    private void pause() {
        try {
            Thread.sleep(properties.pace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
