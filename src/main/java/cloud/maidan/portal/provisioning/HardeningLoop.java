package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.OnlyOperator;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The operator's round: looks at the engine when it is time, or when somebody asked by the row. */
@OnlyOperator
@Component
class HardeningLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(HardeningLoop.class);

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ContainerRuntime runtime;
    private final HardeningScan scan;
    private final LookRows looks;
    private final ProvisioningProperties properties;
    private final Clock clock;
    private volatile @Nullable Thread thread;

    HardeningLoop(
            ContainerRuntime runtime,
            HardeningScan scan,
            LookRows looks,
            ProvisioningProperties properties,
            Clock clock) {
        this.runtime = runtime;
        this.scan = scan;
        this.looks = looks;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void start() {
        if (runtime.configured()) {
            Thread running = Thread.ofPlatform().daemon().name("hardening").unstarted(this::run);
            thread = running;
            running.start();
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(FAREWELL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** False when it is not time, or another operator looks. */
    boolean turn() {
        boolean due = looks.begin(clock.instant(), properties.lookEvery());
        if (due) {
            scan.look();
        }
        return due;
    }

    private void run() {
        while (Thread.currentThread().equals(thread)) {
            try {
                turn();
            } catch (RuntimeException e) {
                // the edge of the job: a database that is gone is tried again at the next turn
                LOG.warn("No look at the containers this time: {}", e.toString());
            }
            pause();
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
