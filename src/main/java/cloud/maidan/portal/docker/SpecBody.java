package cloud.maidan.portal.docker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A container as the engine wants to be told (Docker Engine API v1.41, ContainerCreate), hardened whatever it is for. */
record SpecBody(ContainerSpec spec) {

    private static final long NANOS_OF_A_THOUSANDTH = 1_000_000;

    ObjectNode json() {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("Image", spec.image()).put("User", spec.user());
        if (!spec.entrypoint().isEmpty()) {
            body.set("Entrypoint", array(spec.entrypoint()));
        }
        if (!spec.command().isEmpty()) {
            body.set("Cmd", array(spec.command()));
        }
        body.set("Env", environment());
        body.set("Labels", strings(spec.labels()));
        body.put("StopTimeout", spec.stopAfter().toSeconds());
        body.set("Healthcheck", health());
        spec.ports().forEach(port -> body.withObjectProperty("ExposedPorts").putObject(port.inside() + "/tcp"));
        body.set("HostConfig", host());
        body.withObjectProperty("NetworkingConfig").set("EndpointsConfig", firstNetwork());
        return body;
    }

    private ObjectNode host() {
        ObjectNode host = JsonMapper.shared().createObjectNode();
        host.set("CapDrop", array(List.of("ALL")));
        host.set("SecurityOpt", array(List.of("no-new-privileges:true")));
        host.put("ReadonlyRootfs", true)
                .put("Privileged", false)
                .put("Init", true)
                .put("IpcMode", "private");
        host.put("Memory", spec.limits().memory())
                .put("MemorySwap", spec.limits().memory());
        host.put("NanoCpus", spec.limits().cpus() * NANOS_OF_A_THOUSANDTH)
                .put("PidsLimit", spec.limits().pids());
        host.putObject("RestartPolicy").put("Name", "on-failure").put("MaximumRetryCount", 5);
        host.putObject("LogConfig")
                .put("Type", "json-file")
                .putObject("Config")
                .put("max-size", "10m")
                .put("max-file", "3");
        host.put(
                "NetworkMode",
                spec.networks().keySet().stream().sorted().findFirst().orElse("none"));
        String[] owner = spec.user().split(":");
        spec.tmpfs()
                .forEach(tmpfs -> host.withObjectProperty("Tmpfs")
                        .put(
                                tmpfs.path(),
                                "rw,noexec,nosuid,nodev,mode=0700,size=%d,uid=%s,gid=%s"
                                        .formatted(tmpfs.size(), owner[0], owner[1])));
        // an empty volume would take over the owner of the image's folder: volumes are filled before
        spec.volumes()
                .forEach(volume -> host.withArrayProperty("Mounts")
                        .addObject()
                        .put("Type", "volume")
                        .put("Source", volume.name())
                        .put("Target", volume.path())
                        .put("ReadOnly", !volume.writable())
                        .putObject("VolumeOptions")
                        .put("NoCopy", true));
        spec.ports()
                .forEach(port -> host.withObjectProperty("PortBindings")
                        .withArrayProperty(port.inside() + "/tcp")
                        .addObject()
                        .put("HostIp", port.address())
                        .put("HostPort", "" + port.onHost()));
        return host;
    }

    ArrayNode environment() {
        return array(spec.environment().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .toList());
    }

    ObjectNode health() {
        ObjectNode health = JsonMapper.shared().createObjectNode();
        health.withArrayProperty("Test").add("CMD");
        spec.health().test().forEach(health.withArrayProperty("Test")::add);
        Duration every = spec.health().every();
        return health.put("Interval", every.toNanos())
                .put("Timeout", every.toNanos())
                .put("StartPeriod", spec.health().within().toNanos())
                .put("Retries", 3);
    }

    /** An engine before 25 takes only one network when a container is made; the others follow. */
    private ObjectNode firstNetwork() {
        ObjectNode networks = JsonMapper.shared().createObjectNode();
        spec.networks().entrySet().stream()
                .min(Map.Entry.comparingByKey())
                .ifPresent(first -> networks.putObject(first.getKey()).set("Aliases", array(first.getValue())));
        return networks;
    }

    static ArrayNode array(Collection<String> values) {
        return JsonMapper.shared().valueToTree(values);
    }

    static ObjectNode strings(Map<String, String> values) {
        return JsonMapper.shared().valueToTree(values);
    }
}
