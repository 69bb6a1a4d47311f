package cloud.maidan.portal.services;

import java.util.Optional;
import java.util.UUID;

/**
 * Writes settings that a service reads from a file, and has the service read them. Where there is no bean of this type
 * a person does it by hand, and is told file, key and value.
 */
public interface ServiceOverlay {

    /**
     * Carries out what a service cannot be told while it runs. Asked again for the same work it changes nothing more and
     * says how far it is.
     *
     * @param work what it is needed for, such as a step's {@code about}
     * @param turn asked before anything is begun
     * @return what came of it; {@link Applied.ByHand} when this service is not ours to write to; empty: not known yet, ask
     *     again
     */
    Optional<Applied> write(UUID work, ServiceId service, Applied.ByHand setting, Turn turn);
}
