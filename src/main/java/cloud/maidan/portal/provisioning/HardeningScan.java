package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.docker.ContainerFacts;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.EngineFacts;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.docker.OnlyOperator;
import cloud.maidan.portal.docker.SetuidFiles;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks at every container of the engine, and only looks; what it finds becomes rows. */
@OnlyOperator
@Component
class HardeningScan {

    private static final Logger LOG = LoggerFactory.getLogger(HardeningScan.class);

    /** The label of a container that was made from a blueprint, naming it. */
    private static final String BLUEPRINT = "cloud.maidan.blueprint";

    private final ContainerRuntime runtime;
    private final HardeningRows rows;
    private final LookRows looks;
    private final Clock clock;

    HardeningScan(ContainerRuntime runtime, HardeningRows rows, LookRows looks, Clock clock) {
        this.runtime = runtime;
        this.rows = rows;
        this.looks = looks;
        this.clock = clock;
    }

    void look() {
        Instant began = now();
        try {
            EngineFacts engine = runtime.engine();
            List<String> images = new ArrayList<>();
            for (String id : runtime.containers()) {
                // one that went since it was listed is no fault, and no row
                runtime.container(id).ifPresent(container -> {
                    rows.keep(checked(engine, container));
                    images.add(container.imageId());
                });
                looks.moved(now());
            }
            rows.forgetBefore(began);
            rows.forgetImages(images);
            looks.ended(engine.version(), now());
        } catch (EngineFault fault) {
            LOG.warn("The containers could not be looked at: {}", fault.getMessage());
            looks.failed(fault, now());
        }
    }

    private HardenedContainer checked(EngineFacts engine, ContainerFacts container) {
        Sight sight = new Sight(engine, container, runtime.image(container.imageId()), setuid(container));
        return new HardenedContainer(
                container.id(),
                container.name(),
                container.image(),
                container.labels().containsKey(BLUEPRINT),
                container.running(),
                now(),
                Benchmark.on(sight));
    }

    /** Files are read once for each image; what an engine would not show is asked for again the next time. */
    private Optional<SetuidFiles> setuid(ContainerFacts container) {
        Optional<SetuidFiles> known = rows.setuid(container.imageId());
        if (known.isPresent()) {
            return known;
        }
        try {
            Optional<SetuidFiles> found = runtime.setuid(container.id());
            found.ifPresent(files -> rows.keep(container.imageId(), files, now()));
            return found;
        } catch (EngineFault fault) {
            LOG.warn("The files of container {} could not be read: {}", container.id(), fault.getMessage());
            return Optional.empty();
        }
    }

    /** As PostgreSQL keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
