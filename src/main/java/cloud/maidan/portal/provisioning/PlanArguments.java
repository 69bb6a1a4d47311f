package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.OperatorKey;
import cloud.maidan.portal.blueprints.Order.Deed;
import cloud.maidan.portal.docker.ContainerRuntime;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code plan} and {@code apply} are told.
 *
 * @param host the engine's socket
 * @param blueprints pattern of resources; the portal's own unless an option says otherwise
 * @param swarm whether services of a Swarm are meant
 */
record PlanArguments(
        String host,
        OperatorKey key,
        Deed deed,
        String service,
        Map<String, String> settings,
        String blueprints,
        boolean swarm) {

    static final String SWARM = "--swarm";
    static final String USAGE =
            "unix:///run/docker.sock KEYFILE up|start|stop|remove SERVICE [NAME=VALUE…] [" + SWARM + "]";
    private static final String BLUEPRINTS = "--blueprints=";

    /** Empty when they are not understood. */
    static Optional<PlanArguments> read(List<String> all) {
        List<String> plain = all.stream()
                .filter(each -> !each.startsWith(BLUEPRINTS) && !each.equals(SWARM))
                .toList();
        if (plain.size() < 4 || !plain.getFirst().startsWith("unix:///")) {
            return Optional.empty();
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String each : plain.subList(4, plain.size())) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            settings.put(each.substring(0, equals), each.substring(equals + 1));
        }
        String blueprints = all.stream()
                .filter(each -> each.startsWith(BLUEPRINTS))
                .map(each -> each.substring(BLUEPRINTS.length()))
                .findFirst()
                .orElse(Blueprints.OURS);
        return Arrays.stream(Deed.values())
                .filter(deed -> deed.name().toLowerCase(Locale.ROOT).equals(plain.get(2)))
                .findFirst()
                .map(deed -> new PlanArguments(
                        plain.getFirst(),
                        new OperatorKey(Path.of(plain.get(1))),
                        deed,
                        plain.get(3),
                        settings,
                        blueprints,
                        all.contains(SWARM)));
    }

    ContainerRuntime runtime() {
        return swarm ? ContainerRuntime.inSwarm(host) : ContainerRuntime.at(host);
    }
}
