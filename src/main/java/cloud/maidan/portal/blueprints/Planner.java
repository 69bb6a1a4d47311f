package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.blueprints.PlanStep.Kind;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.docker.ImageFacts;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Says what an order comes to, from what runs; changes nothing.
 *
 * @param settled gives a blueprint what policies wrote
 */
public record Planner(
        ContainerRuntime runtime, Blueprints blueprints, OperatorKey key, UnaryOperator<Blueprint> settled) {

    /** Of services that no policy wrote to. */
    public Planner(ContainerRuntime runtime, Blueprints blueprints, OperatorKey key) {
        this(runtime, blueprints, key, UnaryOperator.identity());
    }

    private static final int SHOWN = 19;

    /** @throws cloud.maidan.portal.docker.EngineFault when the engine cannot be asked */
    public Planned plan(Order order) {
        Optional<Blueprint> found = blueprints.of(order.service());
        if (found.isEmpty()) {
            return refused("unknown", order.service());
        }
        Blueprint whole = settled.apply(found.get());
        Blueprint blueprint = order.deed() == Order.Deed.UP ? whole.chosen(order.settings()) : whole;
        if (!blueprint.hash().equals(order.hash())) {
            return refused("other-hash", order.service());
        }
        List<String> faulty = order.deed() == Order.Deed.UP
                ? blueprint.faulty(order.settings())
                : List.copyOf(order.settings().keySet());
        if (!faulty.isEmpty()) {
            return refused("settings", String.join(", ", faulty));
        }
        if (order.deed() == Order.Deed.UP && !blueprint.secrets().isEmpty() && !key.named()) {
            return refused("no-key", order.service());
        }
        List<ContainerStanding> ours = runtime.works().labelled(Names.BLUEPRINT, order.service());
        return switch (order.deed()) {
            case UP -> up(order, blueprint, ours);
            case START -> of(order, blueprint, ours, false, Kind.START_CONTAINER);
            case STOP -> of(order, blueprint, ours, true, Kind.STOP_CONTAINER);
            case REMOVE -> remove(order, ours);
        };
    }

    private Planned up(Order order, Blueprint blueprint, List<ContainerStanding> ours) {
        Assembly assembly = new Assembly(blueprint, blueprint.filled(order.settings()), key);
        List<PlanStep> steps = new ArrayList<>();
        if (ours.isEmpty()) {
            steps.add(new PlanStep(Kind.MAKE_NETWORK, Names.network(order.service()), ""));
        }
        newNetworks(blueprint, steps);
        clients().first(blueprint, order.settings()).ifPresent(steps::add);
        for (Map.Entry<String, Part> part : blueprint.parts().entrySet()) {
            String name = Names.container(order.service(), part.getKey());
            Optional<ContainerStanding> there = runtime.standing(name);
            if (there.isPresent() && !there.get().label(Names.BLUEPRINT).equals(order.service())) {
                return new Planned.Refused(Text.of("docker.fault.name-taken", name));
            }
            Optional<String> image = runtime.image(part.getValue().image()).map(ImageFacts::id);
            if (image.isEmpty()) {
                steps.add(new PlanStep(Kind.FETCH_IMAGE, part.getValue().image(), ""));
            }
            newVolumes(order, part.getValue(), steps);
            Optional<String> hash =
                    image.map(id -> assembly.wanted(part.getKey(), id).hash());
            compared(name, part.getValue().image(), image, hash, there).ifPresent(steps::add);
        }
        steps.addAll(clients().last(blueprint, order.settings()));
        leftOver(order, blueprint, ours).forEach(steps::add);
        return new Planned.Steps(order, steps);
    }

    /** Those of other services that it reaches and that are not up yet. */
    private void newNetworks(Blueprint blueprint, List<PlanStep> steps) {
        blueprint.parts().values().stream()
                .flatMap(part -> part.reaches().stream())
                .distinct()
                .map(Names::network)
                .filter(network -> !runtime.works().hasNetwork(network))
                .map(network -> new PlanStep(Kind.MAKE_NETWORK, network, ""))
                .forEach(steps::add);
    }

    private void newVolumes(Order order, Part part, List<PlanStep> steps) {
        part.volumes().keySet().stream()
                .map(volume -> Names.volume(order.service(), volume))
                .filter(volume -> !runtime.works().hasVolume(volume))
                .map(volume -> new PlanStep(Kind.MAKE_VOLUME, volume, ""))
                .forEach(steps::add);
    }

    private static Optional<PlanStep> compared(
            String name,
            String reference,
            Optional<String> image,
            Optional<String> hash,
            Optional<ContainerStanding> there) {
        String shown = image.map(id -> reference + " (" + id.substring(0, Math.min(SHOWN, id.length())) + ")")
                .orElse(reference);
        if (there.isEmpty()) {
            return Optional.of(new PlanStep(Kind.MAKE_CONTAINER, name, shown));
        }
        if (!hash.equals(Optional.of(there.get().label(Names.SPEC)))) {
            return Optional.of(new PlanStep(Kind.REPLACE_CONTAINER, name, shown));
        }
        return there.get().running() ? Optional.empty() : Optional.of(new PlanStep(Kind.START_CONTAINER, name, ""));
    }

    /** Containers of parts that the blueprint has no longer, and what an earlier plan left lying about. */
    private static List<PlanStep> leftOver(Order order, Blueprint blueprint, List<ContainerStanding> ours) {
        List<String> names = blueprint.parts().keySet().stream()
                .map(part -> Names.container(order.service(), part))
                .toList();
        return ours.stream()
                .map(ContainerStanding::name)
                .filter(name -> !names.contains(name))
                .sorted()
                .map(name -> new PlanStep(Kind.REMOVE_CONTAINER, name, ""))
                .toList();
    }

    private static Planned of(
            Order order, Blueprint blueprint, List<ContainerStanding> ours, boolean running, Kind kind) {
        List<String> names = blueprint.parts().keySet().stream()
                .map(part -> Names.container(order.service(), part))
                .toList();
        if (ours.isEmpty()) {
            return refused("not-there", order.service());
        }
        return new Planned.Steps(
                order,
                ours.stream()
                        .filter(each -> each.running() == running && names.contains(each.name()))
                        .map(ContainerStanding::name)
                        .sorted(running ? reversed(names) : ordered(names))
                        .map(name -> new PlanStep(kind, name, ""))
                        .toList());
    }

    private static Comparator<String> ordered(List<String> names) {
        return Comparator.comparingInt(names::indexOf);
    }

    private static Comparator<String> reversed(List<String> names) {
        return ordered(names).reversed();
    }

    private Planned remove(Order order, List<ContainerStanding> ours) {
        if (ours.isEmpty()) {
            return refused("not-there", order.service());
        }
        List<PlanStep> steps = new ArrayList<>(clients().removal(order.service()));
        ours.stream()
                .map(ContainerStanding::name)
                .sorted()
                .forEach(name -> steps.add(new PlanStep(Kind.REMOVE_CONTAINER, name, "")));
        if (!Ground.reached(runtime, order.service())) {
            steps.add(new PlanStep(Kind.REMOVE_NETWORK, Names.network(order.service()), ""));
        }
        return new Planned.Steps(order, steps);
    }

    private SignInClients clients() {
        return new SignInClients(runtime, key);
    }

    private static Planned refused(String why, String about) {
        return new Planned.Refused(Text.of("blueprints.refused." + why, about));
    }
}
