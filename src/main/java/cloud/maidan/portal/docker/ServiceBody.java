package cloud.maidan.portal.docker;

import static cloud.maidan.portal.docker.SpecBody.array;
import static cloud.maidan.portal.docker.SpecBody.strings;

import cloud.maidan.portal.docker.ContainerSpec.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container as a Swarm wants to be told of its service (Docker Engine API v1.44, ServiceCreate): as hardened as
 * {@link SpecBody} makes it on an engine alone, with one replica once it is started and none before.
 *
 * @param image its id where the service stays on one machine, else with a registry's digest
 * @param node the machine that has its volumes or its image; empty: any
 * @param networks names to ids
 */
record ServiceBody(ContainerSpec spec, String image, Optional<String> node, Map<String, String> networks) {

    private static final long NANOS_OF_A_THOUSANDTH = 1_000_000;

    /** For everybody, with the sticky bit: a Swarm cannot say whose a folder in memory is. */
    private static final int TMPFS_MODE = 01777;

    private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(5);

    /** @param name of the service, which it never loses */
    ObjectNode json(String name) {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("Name", name);
        body.set("Labels", strings(spec.labels()));
        ObjectNode task = body.putObject("TaskTemplate");
        task.set("ContainerSpec", container());
        task.putObject("Resources")
                .putObject("Limits")
                .put("MemoryBytes", spec.limits().memory())
                .put("NanoCPUs", spec.limits().cpus() * NANOS_OF_A_THOUSANDTH)
                .put("Pids", spec.limits().pids());
        task.putObject("RestartPolicy")
                .put("Condition", "on-failure")
                .put("Delay", BETWEEN_RESTARTS.toNanos())
                .put("MaxAttempts", 5);
        node.ifPresent(id ->
                task.putObject("Placement").withArrayProperty("Constraints").add("node.id==" + id));
        task.set("Networks", attached());
        task.putObject("LogDriver")
                .put("Name", "json-file")
                .putObject("Options")
                .put("max-size", "10m")
                .put("max-file", "3");
        body.putObject("Mode").putObject("Replicated").put("Replicas", 0);
        body.set("UpdateConfig", update());
        body.set("RollbackConfig", update());
        // a virtual address would hide a replica that is not well
        body.putObject("EndpointSpec").put("Mode", "dnsrr");
        return body;
    }

    private ObjectNode container() {
        SpecBody same = new SpecBody(spec);
        ObjectNode container = JsonMapper.shared().createObjectNode();
        container.put("Image", image).put("User", spec.user()).put("ReadOnly", true);
        if (!spec.entrypoint().isEmpty()) {
            container.set("Command", array(spec.entrypoint()));
        }
        if (!spec.command().isEmpty()) {
            container.set("Args", array(spec.command()));
        }
        container.set("Env", same.environment());
        container.set("Labels", strings(spec.labels()));
        container.set("CapabilityDrop", array(List.of("ALL")));
        container.putArray("CapabilityAdd");
        container
                .putObject("Privileges")
                .put("NoNewPrivileges", true)
                .putObject("Seccomp")
                .put("Mode", "default");
        container.put("Init", true).put("StopGracePeriod", spec.stopAfter().toNanos());
        container.set("Healthcheck", same.health());
        container.set("Mounts", mounts());
        return container;
    }

    private ArrayNode mounts() {
        ArrayNode mounts = JsonMapper.shared().createArrayNode();
        for (Volume volume : spec.volumes()) {
            mounts.addObject()
                    .put("Type", "volume")
                    .put("Source", volume.name())
                    .put("Target", volume.path())
                    .put("ReadOnly", !volume.writable())
                    .putObject("VolumeOptions")
                    .put("NoCopy", true);
        }
        spec.tmpfs()
                .forEach(tmpfs -> mounts.addObject()
                        .put("Type", "tmpfs")
                        .put("Target", tmpfs.path())
                        .putObject("TmpfsOptions")
                        .put("SizeBytes", tmpfs.size())
                        .put("Mode", TMPFS_MODE));
        return mounts;
    }

    private ArrayNode attached() {
        ArrayNode attached = JsonMapper.shared().createArrayNode();
        spec.networks().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(network -> attached.addObject()
                        .put("Target", networks.getOrDefault(network.getKey(), ""))
                        .set("Aliases", array(network.getValue())));
        return attached;
    }

    /** Two of them at once only where they cannot write to the same volume. */
    private ObjectNode update() {
        boolean alone = spec.volumes().stream().anyMatch(Volume::writable);
        Duration watched = spec.health().within().plus(spec.health().every().multipliedBy(5));
        return JsonMapper.shared()
                .createObjectNode()
                .put("Parallelism", 1)
                .put("Order", alone ? "stop-first" : "start-first")
                .put("Monitor", watched.toNanos());
    }
}
