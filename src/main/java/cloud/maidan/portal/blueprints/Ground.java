package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.blueprints.PlanStep.Kind;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerWorks;
import java.util.Map;

/** What containers stand on: networks and images. */
record Ground(ContainerRuntime runtime, Journal journal) {

    void laid(Order order, Blueprint blueprint) {
        inner(order.service());
        if (blueprint.parts().values().stream().anyMatch(Part::wayOut)) {
            String out = Names.wayOut(order.service());
            Map<String, String> labels = Map.of(Names.BLUEPRINT, order.service());
            journal.step(Kind.MAKE_NETWORK, out, () -> works().network(out, false, labels));
        }
        blueprint.parts().values().stream()
                .flatMap(part -> part.reaches().stream())
                .distinct()
                .forEach(this::inner);
        blueprint.parts().values().stream()
                .map(Part::image)
                .distinct()
                .filter(image -> runtime.image(image).isEmpty())
                .forEach(image -> journal.step(
                        Kind.FETCH_IMAGE,
                        image,
                        () -> works().pull(image, fetched -> journal.fetched(image, fetched))));
    }

    /** The service's networks go; the inner one stays while a container of another service is in it. */
    void gone(Order order) {
        if (!reached(runtime, order.service())) {
            removed(Names.network(order.service()));
        }
        removed(Names.wayOut(order.service()));
    }

    /** Whether a container of another service is in the service's network. */
    static boolean reached(ContainerRuntime runtime, String service) {
        return !runtime.works().labelled(Names.reaches(service), "yes").isEmpty();
    }

    private void inner(String service) {
        String name = Names.network(service);
        Map<String, String> labels = Map.of(Names.BLUEPRINT, service);
        journal.step(Kind.MAKE_NETWORK, name, () -> works().network(name, true, labels));
    }

    private void removed(String network) {
        journal.step(Kind.REMOVE_NETWORK, network, () -> works().removeNetwork(network));
    }

    private ContainerWorks works() {
        return runtime.works();
    }
}
