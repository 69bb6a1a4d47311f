package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoInternalException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.bson.BSONException;

/** Puts what went wrong with the database into the portal's words, without the driver's texts, which quote documents. */
final class DatabaseFaults {

    /** Unauthorized, AuthenticationFailed, and Atlas' name for both. */
    private static final Set<Integer> REFUSALS = Set.of(13, 18, 8000);

    /** MaxTimeMSExpired, NetworkTimeout, ExceededTimeLimit. */
    private static final Set<Integer> TOO_SLOW = Set.of(50, 89, 262);

    /** IngressRequestRateLimitExceeded. */
    private static final int TOO_OFTEN = 462;

    private DatabaseFaults() {}

    /** @param seen what the driver met when it last looked for the server; it waits and tries again before it says so */
    static ServiceFault of(RuntimeException cause, List<Throwable> seen) {
        Fault kind = kind(cause);
        if (cause instanceof MongoTimeoutException && !seen.isEmpty()) {
            kind = kind(seen.getFirst());
        }
        String code = cause instanceof MongoException mongo && mongo.getCode() > 0 ? " " + mongo.getCode() : "";
        return new ServiceFault(
                kind,
                null,
                "librechat: database " + kind + " (" + cause.getClass().getSimpleName() + code + ")",
                null);
    }

    private static Fault kind(Throwable cause) {
        return switch (cause) {
            case MongoCommandException refusal -> kind(refusal.getErrorCode());
            case MongoSecurityException security ->
                security.getCause() instanceof MongoException why ? kind(why) : Fault.REFUSED;
            case MongoExecutionTimeoutException late -> Fault.TIMED_OUT;
            case MongoSocketReadTimeoutException late -> Fault.TIMED_OUT;
            case MongoInterruptedException stopped -> Fault.TIMED_OUT;
            case MongoTimeoutException late -> Fault.TIMED_OUT;
            case MongoConnectionPoolClearedException cleared ->
                cleared.getCause() instanceof MongoException why ? kind(why) : Fault.BROKEN;
            case MongoSocketOpenException closed ->
                closed.getCause() instanceof SocketTimeoutException ? Fault.TIMED_OUT : Fault.UNREACHABLE;
            case MongoSocketException unknown
            when unknown.getCause() instanceof UnknownHostException -> Fault.UNREACHABLE;
            case MongoSocketException untrusted when untrusted.getCause() instanceof SSLException -> Fault.UNREACHABLE;
            case MongoSocketException cut -> Fault.UNREADABLE;
            case MongoInternalException other -> Fault.UNREADABLE;
            case MongoIncompatibleDriverException other -> Fault.UNREADABLE;
            case MongoConfigurationException other -> Fault.UNREADABLE;
            case BSONException other -> Fault.UNREADABLE;
            case MongoException other -> kind(other.getCode());
            default -> Fault.BROKEN;
        };
    }

    private static Fault kind(int code) {
        if (REFUSALS.contains(code)) {
            return Fault.REFUSED;
        }
        if (TOO_SLOW.contains(code)) {
            return Fault.TIMED_OUT;
        }
        return code == TOO_OFTEN ? Fault.RATE_LIMITED : Fault.BROKEN;
    }
}
