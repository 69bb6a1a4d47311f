package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.docker.ContainerFacts;
import cloud.maidan.portal.docker.EngineFacts;
import cloud.maidan.portal.docker.ImageFacts;
import cloud.maidan.portal.docker.SetuidFiles;
import java.util.Optional;

/**
 * All that is known of a container when it is checked.
 *
 * @param image empty when it was removed
 * @param setuid empty when the files could not be read
 */
record Sight(EngineFacts engine, ContainerFacts container, Optional<ImageFacts> image, Optional<SetuidFiles> setuid) {

    ContainerFacts.Confinement confinement() {
        return container.confinement();
    }
}
