package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Order;
import cloud.maidan.portal.blueprints.Part;
import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.blueprints.Planned;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ImageFacts;
import cloud.maidan.portal.docker.OnlyOperator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds on to the image that each name stood for when a plan with it was confirmed. A name that stands for another one by
 * now, because its tag was moved or somebody read in a file, is a step of its own, to be confirmed with the plan.
 */
@OnlyOperator
@Component
class ImageLock {

    private static final int SHOWN = 19;

    private final JdbcClient jdbc;
    private final ContainerRuntime runtime;
    private final Blueprints blueprints;

    ImageLock(JdbcClient jdbc, ContainerRuntime runtime, Blueprints blueprints) {
        this.jdbc = jdbc;
        this.runtime = runtime;
        this.blueprints = blueprints;
    }

    /** With a step in front for each image that is another one than was confirmed. */
    Planned compared(Planned planned) {
        if (!(planned instanceof Planned.Steps(Order order, List<PlanStep> steps))) {
            return planned;
        }
        List<PlanStep> all = new ArrayList<>();
        for (String reference : references(order)) {
            Optional<String> locked = locked(reference);
            Optional<String> now = runtime.image(reference).map(ImageFacts::id);
            if (locked.isPresent() && now.isPresent() && !locked.equals(now)) {
                all.add(new PlanStep(
                        PlanStep.Kind.CHANGE_IMAGE, reference, shown(locked.get()) + " → " + shown(now.get())));
            }
        }
        all.addAll(steps);
        return new Planned.Steps(order, all);
    }

    /** From now on these are the images that the names stand for. */
    void confirmed(Order order, Instant now) {
        for (String reference : references(order)) {
            runtime.image(reference)
                    .ifPresent(image -> jdbc.sql("""
                            insert into image_lock (reference, image_id, digests, confirmed_at)
                            values (?, ?, ?::jsonb, ?)
                            on conflict (reference) do update set image_id = excluded.image_id,
                                digests = excluded.digests, confirmed_at = excluded.confirmed_at
                            """)
                            .params(
                                    reference,
                                    image.id(),
                                    JsonMapper.shared().writeValueAsString(image.digests()),
                                    ServicePlans.time(now))
                            .update());
        }
    }

    private Optional<String> locked(String reference) {
        return jdbc.sql("select image_id from image_lock where reference = ?")
                .params(reference)
                .query(String.class)
                .optional();
    }

    /** Only bringing up makes containers. */
    private List<String> references(Order order) {
        return order.deed() == Order.Deed.UP
                ? blueprints
                        .of(order.service())
                        .map(blueprint -> blueprint.chosen(order.settings()))
                        .map(Blueprint::parts)
                        .map(parts -> parts.values().stream()
                                .map(Part::image)
                                .distinct()
                                .toList())
                        .orElse(List.of())
                : List.of();
    }

    private static String shown(String id) {
        return id.substring(0, Math.min(SHOWN, id.length()));
    }
}
