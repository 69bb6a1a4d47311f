package cloud.maidan.portal.docker;

import java.util.List;
import java.util.Set;

/**
 * What an image says about itself.
 *
 * @param digests as a registry knows it, such as {@code postgres@sha256:…}; empty when it was made or imported here
 * @param healthCheck whether it brings one
 * @param exposes ports such as {@code 8080/tcp}
 */
public record ImageFacts(String id, List<String> digests, boolean healthCheck, Set<String> exposes) {

    public ImageFacts {
        digests = List.copyOf(digests);
        exposes = Set.copyOf(exposes);
    }
}
