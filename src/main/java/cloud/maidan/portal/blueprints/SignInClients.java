package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.blueprints.PlanStep.Kind;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.docker.ContainerWorks.PutFile;
import cloud.maidan.portal.docker.VolumeFilling;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clients that Authentik knows by the files in its worker's volume, when Authentik runs at the same engine. The
 * worker reads a file that changed, and all of them once an hour.
 */
record SignInClients(ContainerRuntime runtime, OperatorKey key) {

    static final String AUTHENTIK = "authentik";
    static final String WORKER = "worker";
    static final String VOLUME = "blueprints";
    static final String FOLDER = "/blueprints/custom";
    static final String OWNER = "1000:1000";

    /** Whether an Authentik that reads them stands here. */
    boolean kept() {
        return worker().isPresent() && runtime.works().hasVolume(Names.volume(AUTHENTIK, VOLUME));
    }

    /** What comes before a service's containers. */
    Optional<PlanStep> first(Blueprint blueprint, Map<String, String> settings) {
        return blueprint.client(settings).filter(client -> kept()).map(client -> step(Kind.WRITE_CLIENT, client));
    }

    /**
     * What comes after them: a client that the service no longer has goes, an Authentik that comes up learns of all that
     * stand, and what changed with one that is not ours is left to a person.
     */
    List<PlanStep> last(Blueprint blueprint, Map<String, String> settings) {
        if (blueprint.service().equals(AUTHENTIK)) {
            return all().stream().map(each -> step(Kind.WRITE_CLIENT, each)).toList();
        }
        Optional<SignInClient> client = blueprint.client(settings);
        if (client.isEmpty()) {
            return removal(blueprint.service());
        }
        return kept() || standing(blueprint.service()).equals(client)
                ? List.of()
                : List.of(step(Kind.CLIENT_BY_HAND, client.get()));
    }

    /** Empty when the service has no client, or Authentik is not ours. */
    List<PlanStep> removal(String service) {
        return standing(service).isPresent() && kept()
                ? List.of(new PlanStep(Kind.REMOVE_CLIENT, service, ""))
                : List.of();
    }

    /** Does nothing where no Authentik of ours stands. */
    void write(SignInClient client) {
        put(client.service(), client.document(key.secret(client.service(), SignIn.SECRET)));
    }

    /** Does nothing where no Authentik of ours stands. */
    void remove(String service) {
        put(service, SignInClient.gone(service));
    }

    /** That of a service's containers as they stand; empty when none was made with one. */
    Optional<SignInClient> standing(String service) {
        return runtime.works().labelled(Names.BLUEPRINT, service).stream()
                .sorted(Comparator.comparing(ContainerStanding::name))
                .flatMap(each -> SignInClient.labelled(each.label(Names.CLIENT)).stream())
                .findFirst();
    }

    /** Those of all services that stand, by name. */
    List<SignInClient> all() {
        return runtime.works().labelled(Names.SIGNS_IN, "yes").stream()
                .map(each -> each.label(Names.BLUEPRINT))
                .distinct()
                .sorted()
                .flatMap(service -> standing(service).stream())
                .toList();
    }

    private static PlanStep step(Kind kind, SignInClient client) {
        return new PlanStep(kind, client.service(), String.join(", ", client.redirects()));
    }

    private void put(String service, String document) {
        worker().filter(worker -> kept())
                .ifPresent(worker -> runtime.works()
                        .fill(new VolumeFilling(
                                Names.filling(Names.container(service, SignIn.SECRET)),
                                worker.imageId(),
                                OWNER,
                                List.of(new VolumeFilling.Folder(
                                        Names.volume(AUTHENTIK, VOLUME),
                                        FOLDER,
                                        List.of(new PutFile(SignInClient.file(service), document)))),
                                Map.of(Names.BLUEPRINT, service))));
    }

    private Optional<ContainerStanding> worker() {
        return runtime.standing(Names.container(AUTHENTIK, WORKER))
                .filter(each -> each.label(Names.BLUEPRINT).equals(AUTHENTIK));
    }
}
