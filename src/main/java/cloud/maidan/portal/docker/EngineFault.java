package cloud.maidan.portal.docker;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The engine could not be asked. */
public final class EngineFault extends RuntimeException {

    /** Why; the sentence about it is the message {@link #key}, whose one argument is {@link EngineFault#detail}. */
    public enum Why {
        /** No engine is named. */
        NOT_CONFIGURED,
        /** Nothing at the socket's path. */
        SOCKET_MISSING,
        /** This process may not open the socket. */
        PERMISSION_DENIED,
        /** Nobody listens, or the connection broke. */
        NOT_ANSWERING,
        TIMED_OUT,
        /** Older than Docker Engine 20.10. */
        TOO_OLD,
        /** No longer speaks any version of the API that we do. */
        TOO_NEW,
        TOO_LARGE,
        UNREADABLE,
        /** What was asked about is no longer there, or never was. */
        GONE,
        /** Something else still needs it. */
        IN_USE,
        /** A container that is not ours has the name. */
        NAME_TAKEN,
        /** Somebody listens on the port already. */
        PORT_TAKEN,
        /** Neither the engine nor the registry has the image. */
        IMAGE_MISSING,
        DISK_FULL,
        /** A Swarm does not keep what the container has to have. */
        NOT_KEPT,
        /** Services of a Swarm are made through its managers, and this engine is none. */
        NOT_A_MANAGER,
        /** Made for the engine alone before a Swarm was chosen. */
        NOT_OF_THE_SWARM,
        /** What a Swarm runs is put into networks when it is made, and never later. */
        NETWORKS_FIXED,
        REFUSED;

        public String key() {
            return "docker.fault." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Why why;
    private final String detail;

    EngineFault(Why why, String detail, @Nullable Throwable cause) {
        super(why + ": " + detail, cause);
        this.why = why;
        this.detail = detail;
    }

    public Why why() {
        return why;
    }

    /** The socket's path, the engine's version, a name, or what the engine said; may be empty. */
    public String detail() {
        return detail;
    }
}
