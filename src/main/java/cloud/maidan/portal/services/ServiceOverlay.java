package cloud.maidan.portal.services;

/**
 * Writes settings that a service reads from a file, and has the service read them. Where there is no bean of this type
 * a person does it by hand, and is told file, key and value.
 */
public interface ServiceOverlay {

    /**
     * Carries out what a service cannot be told while it runs. Repeating has no further effect.
     *
     * @param turn asked before the service is restarted
     * @return what came of it; {@link Applied.ByHand} when this service is not ours to write to
     * @throws ServiceFault when the service does not come back
     */
    Applied write(ServiceId service, Applied.ByHand setting, Turn turn);
}
