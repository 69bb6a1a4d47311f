package cloud.maidan.portal.services;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs a command within a service that is ours, such as one of Nextcloud's {@code occ}: only those that the service's
 * blueprint names, with arguments of their types.
 */
public interface ServiceCommand {

    /**
     * Asked again for the same work it runs nothing more and says how far it is.
     *
     * @param work what it is needed for, such as a step's {@code about}
     * @param command its name in the blueprint
     * @param arguments by name
     * @param turn asked before anything is begun
     * @return what came of it; {@link Applied.Refused} when the service is not ours or knows no such command; empty: not
     *     known yet, ask again
     */
    Optional<Applied> run(UUID work, ServiceId service, String command, Map<String, String> arguments, Turn turn);
}
