package cloud.maidan.portal.services.http;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.ProtocolException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/** Puts what went wrong on the wire into the portal's words, without the causes' texts, which may quote content. */
final class Faults {

    private Faults() {}

    /** @param late whether we ended it ourselves because its time was over */
    static ServiceFault of(Exception cause, String name, boolean late) {
        for (Throwable c = cause; c != null; c = c.getCause()) {
            if (c instanceof ServiceFault fault) {
                return fault;
            }
        }
        return fault(kind(cause, late), name, cause);
    }

    /** As {@link #of}, while the body was being read: what ends early there is cut short. */
    static ServiceFault inBody(IOException cause, String name, boolean late) {
        Fault kind = kind(cause, late);
        return fault(kind == Fault.TIMED_OUT ? kind : Fault.UNREADABLE, name, cause);
    }

    /** What a status stands for that is no success. */
    static ServiceFault ofStatus(int status, @Nullable Instant retryAt, String name) {
        Fault fault = switch (status) {
            case 404 -> Fault.UNREADABLE;
            case 408 -> Fault.TIMED_OUT;
            case 429 -> Fault.RATE_LIMITED;
            default -> status >= 500 ? Fault.BROKEN : status >= 400 ? Fault.REFUSED : Fault.UNREADABLE;
        };
        return new ServiceFault(fault, retryAt, name + " answered " + status, null);
    }

    private static ServiceFault fault(Fault kind, String name, Exception cause) {
        return new ServiceFault(
                kind, null, name + ": " + kind + " (" + cause.getClass().getSimpleName() + ")", null);
    }

    private static Fault kind(Exception cause, boolean late) {
        if (late
                || cause instanceof SocketTimeoutException
                || Thread.currentThread().isInterrupted()) {
            return Fault.TIMED_OUT;
        }
        if (cause instanceof StreamConstraintsException) {
            return Fault.TOO_LARGE;
        }
        if (cause instanceof JacksonException || speaksOtherwise(cause) || speaksOtherwise(cause.getCause())) {
            return Fault.UNREADABLE;
        }
        if (cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLException) {
            return Fault.UNREACHABLE;
        }
        return Fault.BROKEN;
    }

    private static boolean speaksOtherwise(@Nullable Throwable cause) {
        return cause instanceof ProtocolException
                || cause instanceof ParseException
                || cause instanceof MessageConstraintException
                || cause instanceof ClientProtocolException;
    }
}
