package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.docker.OnlyOperator;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Looks at the engine when it is time, or when somebody asked by the row. */
@OnlyOperator
@Component
class LookTurn {

    private final HardeningScan scan;
    private final LookRows looks;
    private final ProvisioningProperties properties;
    private final Clock clock;

    LookTurn(HardeningScan scan, LookRows looks, ProvisioningProperties properties, Clock clock) {
        this.scan = scan;
        this.looks = looks;
        this.properties = properties;
        this.clock = clock;
    }

    /** False when it is not time, or another operator looks. */
    boolean turn() {
        boolean due = looks.begin(clock.instant(), properties.lookEvery());
        if (due) {
            scan.look();
        }
        return due;
    }
}
