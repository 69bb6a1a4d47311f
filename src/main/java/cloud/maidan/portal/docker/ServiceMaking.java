package cloud.maidan.portal.docker;

import static cloud.maidan.portal.docker.DockerEngine.name;

import cloud.maidan.portal.docker.EngineFault.Why;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a service, reads it back, and gives it the name we go by only when everything was kept. One that was not
 * compared yet has none, so that nobody who goes on after a kill takes it for one that may start.
 */
record ServiceMaking(DockerEngine engine, SwarmServices services, Set<Demand> demands) {

    /** Of the 63 characters that a Swarm gives a name. */
    private static final int LONGEST_STEM = 54;

    private static final int TELLING_APART = 8;

    /** @return its id */
    String make(ContainerSpec spec) {
        refuse(Demand.unspeakable(spec));
        if (services.find(spec.name()).isPresent()
                || engine.standing(spec.name()).isPresent()) {
            throw new EngineFault(Why.NAME_TAKEN, spec.name(), null);
        }
        ImageFacts image =
                engine.image(spec.image()).orElseThrow(() -> new EngineFault(Why.IMAGE_MISSING, spec.image(), null));
        ObjectNode asked = body(spec, image).json(unique(spec.name()));
        String id = services.create(asked, spec.name());
        List<String> lost = Demand.lost(demands, asked, services.spec(id));
        if (!lost.isEmpty()) {
            services.remove(id);
        }
        refuse(lost);
        services.label(id, Map.of(SwarmService.NAME, spec.name(), SwarmService.IMAGE, image.id()));
        return id;
    }

    private ServiceBody body(ContainerSpec spec, ImageFacts image) {
        boolean anywhere = spec.volumes().isEmpty() && !image.digests().isEmpty();
        return new ServiceBody(
                spec,
                anywhere ? image.digests().getFirst() : image.id(),
                anywhere
                        ? Optional.empty()
                        : Optional.of(engine.engine().swarm().node()),
                spec.networks().keySet().stream().collect(Collectors.toMap(name -> name, services::overlay)));
    }

    private static String unique(String name) {
        String stem = name(name).substring(0, Math.min(LONGEST_STEM, name.length()));
        return stem + "-" + UUID.randomUUID().toString().substring(0, TELLING_APART);
    }

    private static void refuse(List<String> lost) {
        if (!lost.isEmpty()) {
            throw new EngineFault(Why.NOT_KEPT, String.join(", ", lost), null);
        }
    }
}
