package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Names;
import cloud.maidan.portal.blueprints.OperatorKey;
import cloud.maidan.portal.blueprints.SecretMask;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.docker.OnlyOperator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** The operator's look at the services it made: how each container stands, what it uses, and logs that were asked for. */
@OnlyOperator
@Component
class StandingTurn {

    private static final Duration USAGE_EVERY = Duration.ofMinutes(1);
    private static final int LINES = 200;

    private final ContainerRuntime runtime;
    private final Blueprints blueprints;
    private final OperatorProperties properties;
    private final StandingRows rows;
    private final Clock clock;
    private Instant usedAt = Instant.EPOCH;

    StandingTurn(
            ContainerRuntime runtime,
            Blueprints blueprints,
            OperatorProperties properties,
            StandingRows rows,
            Clock clock) {
        this.runtime = runtime;
        this.blueprints = blueprints;
        this.properties = properties;
        this.rows = rows;
        this.clock = clock;
    }

    /** Never at once again. */
    boolean turn() {
        Instant began = now();
        boolean usage = usedAt.plus(USAGE_EVERY).isBefore(began);
        List<String> logs = rows.logsAsked();
        for (Blueprint blueprint : blueprints.all()) {
            for (ContainerStanding there : runtime.works().labelled(Names.BLUEPRINT, blueprint.service())) {
                rows.seen(blueprint.service(), there, now());
                if (usage && there.running()) {
                    runtime.works().use(there.name()).ifPresent(use -> rows.used(there.name(), use, began));
                }
                if (logs.contains(there.name())) {
                    read(blueprint, there.name());
                }
            }
        }
        if (usage) {
            usedAt = began;
        }
        rows.forgetBefore(began);
        rows.forgetLogs(began);
        return false;
    }

    private void read(Blueprint blueprint, String container) {
        OperatorKey key = properties.key();
        UnaryOperator<String> mask = new SecretMask(blueprint, key)::masked;
        rows.logRead(
                container,
                runtime.works().logs(container, LINES).stream().map(mask).toList(),
                now());
    }

    /** As PostgreSQL keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
