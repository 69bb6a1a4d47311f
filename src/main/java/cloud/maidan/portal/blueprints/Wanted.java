package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.docker.ContainerSpec;
import cloud.maidan.portal.docker.ContainerSpec.Volume;
import cloud.maidan.portal.docker.ContainerWorks.PutFile;
import cloud.maidan.portal.docker.VolumeFilling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One container as it should be.
 *
 * @param hash of all that matters about it, its files and its image included
 * @param spec without the labels that say which plan made it
 * @param files empty when it has none
 */
record Wanted(String service, String part, String hash, ContainerSpec spec, Optional<Filling> files) {

    /**
     * @param volume that holds them
     * @param at the folder
     */
    record Filling(String volume, String at, List<PutFile> files) {}

    String name() {
        return spec.name();
    }

    /** How long it may take to be well. */
    Duration patience() {
        return spec.health()
                .within()
                .plus(spec.health().every().multipliedBy(5))
                .plusSeconds(10);
    }

    ContainerSpec next(UUID plan) {
        Map<String, String> labels = new HashMap<>(spec.labels());
        labels.put(Names.SPEC, hash);
        labels.put(Names.PLAN, plan.toString());
        return new ContainerSpec(
                Names.next(name()),
                spec.image(),
                spec.entrypoint(),
                spec.command(),
                spec.environment(),
                spec.user(),
                spec.tmpfs(),
                spec.volumes(),
                spec.limits(),
                spec.health(),
                spec.networks(),
                spec.ports(),
                spec.stopAfter(),
                labels);
    }

    /**
     * What its volumes are given before it starts.
     *
     * @param fresh whether it is there for the first time, so that its data's folders become its user's
     */
    VolumeFilling filling(boolean fresh) {
        List<VolumeFilling.Folder> folders = new ArrayList<>();
        files.ifPresent(each -> folders.add(new VolumeFilling.Folder(each.volume(), each.at(), each.files())));
        if (fresh) {
            spec.volumes().stream()
                    .filter(Volume::writable)
                    .forEach(volume -> folders.add(new VolumeFilling.Folder(volume.name(), volume.path(), List.of())));
        }
        return new VolumeFilling(
                Names.filling(name()), spec.image(), spec.user(), folders, Map.of(Names.BLUEPRINT, service));
    }
}
