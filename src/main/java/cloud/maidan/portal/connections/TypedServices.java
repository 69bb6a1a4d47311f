package cloud.maidan.portal.connections;

import cloud.maidan.portal.keys.SealBroken;
import cloud.maidan.portal.keys.Seals;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.TypedAccess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Hands adapters what was typed. Every page asks for every service, so one look at the tables serves for a second; what
 * was changed on this node counts at once, on others within that second. Secrets are kept sealed.
 */
@Component
class TypedServices implements TypedAccess {

    private static final Duration LOOK_SERVES = Duration.ofSeconds(1);

    private final TypedRows rows;
    private final Seals seals;
    private final Clock clock;
    private final AtomicInteger changes = new AtomicInteger();
    private volatile @Nullable Look last;

    private record Look(Map<ServiceId, TypedService> found, Instant at) {}

    TypedServices(TypedRows rows, Seals seals, Clock clock) {
        this.rows = rows;
        this.seals = seals;
        this.clock = clock;
    }

    @Override
    public Optional<URI> address(ServiceId service) {
        return of(service).map(TypedService::address);
    }

    @Override
    public Optional<ServiceAccess.Secret> secret(ServiceId service, String name) {
        return of(service).flatMap(typed -> typed.secret(name)).map(there -> () -> read(service, name));
    }

    /** What was read before is not used any more. */
    void changed() {
        changes.incrementAndGet();
        last = null;
    }

    private String read(ServiceId service, String name) {
        TypedService typed = of(service).orElseThrow(() -> gone(service, name));
        TypedService.Secret secret = typed.secret(name).orElseThrow(() -> gone(service, name));
        try {
            return new String(seals.open(secret.sealed(), typed.context(secret)), StandardCharsets.UTF_8);
        } catch (SealBroken broken) {
            throw new ServiceFault(
                    Fault.REFUSED, null, "what was typed as " + name + " of " + service + " does not open", null);
        }
    }

    private static ServiceFault gone(ServiceId service, String name) {
        return new ServiceFault(Fault.REFUSED, null, name + " of " + service + " was removed meanwhile", null);
    }

    private Optional<TypedService> of(ServiceId service) {
        return Optional.ofNullable(look().get(service));
    }

    private Map<ServiceId, TypedService> look() {
        Look known = last;
        Instant now = clock.instant();
        if (known != null
                && known.at().plus(LOOK_SERVES).isAfter(now)
                && !known.at().isAfter(now)) {
            return known.found();
        }
        int before = changes.get();
        Look fresh = new Look(rows.all(), now);
        last = fresh;
        if (changes.get() != before) {
            last = null; // it may have been read before the change
        }
        return fresh.found();
    }
}
