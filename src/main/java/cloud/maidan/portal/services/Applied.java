package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;

/** What came of telling a service to be set in some way. */
public sealed interface Applied {

    /** The service has it now, and said so when it was asked again. */
    record Done() implements Applied {}

    /** The service had it before; nothing was changed. */
    record AlreadySo() implements Applied {}

    /**
     * The service reads it from a file when it starts, so a person, or a {@link ServiceOverlay}, writes it and restarts the
     * service.
     *
     * @param file the service's own name of it, such as {@code homeserver.yaml}, or {@code the environment}
     * @param key from the top of the file, such as {@code media_retention.remote_media_lifetime}
     * @param value as it is written there; empty: the key must not stand there
     */
    record ByHand(String file, String key, String value) implements Applied {}

    /** The service does not take it. @param why what stands against it and what to do, in a sentence */
    record Refused(Text why) implements Applied {}
}
