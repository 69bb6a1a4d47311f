package cloud.maidan.portal.services.vaultwarden;

import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The overview of all accounts, kept for a while and fetched once for everybody who waits: it costs the server several
 * queries for each account. A fetch goes on when whoever asked first has stopped waiting.
 */
class Counts {

    private final VaultwardenClient vaultwarden;
    private final Duration kept;
    private final Clock clock;
    private @Nullable CompletableFuture<Optional<Overview>> latest;
    private Instant fetchedAt = Instant.MIN;
    private @Nullable URI fetchedFrom;

    Counts(VaultwardenClient vaultwarden, Duration kept, Clock clock) {
        this.vaultwarden = vaultwarden;
        this.kept = kept;
        this.clock = clock;
    }

    /** As of a few minutes ago at most; empty when the page has another form than we know. */
    Optional<Overview> overview() {
        return overview(kept);
    }

    /** Fetched now, or being fetched for somebody else. */
    Optional<Overview> overviewNow() {
        return overview(Duration.ZERO);
    }

    private Optional<Overview> overview(Duration age) {
        CompletableFuture<Optional<Overview>> running = running(age);
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceFault(Fault.TIMED_OUT, null, "vaultwarden: the overview takes long", null);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof ServiceFault fault) {
                throw fault;
            }
            throw new IllegalStateException("the overview could not be read", e.getCause());
        }
    }

    private synchronized CompletableFuture<Optional<Overview>> running(Duration age) {
        CompletableFuture<Optional<Overview>> known = latest;
        URI server = vaultwarden.address();
        boolean usable = known != null
                && server.equals(fetchedFrom)
                && !known.isCompletedExceptionally()
                && (!known.isDone() || clock.instant().isBefore(fetchedAt.plus(age)));
        if (known != null && usable) {
            return known;
        }
        CompletableFuture<Optional<Overview>> fresh = new CompletableFuture<>();
        latest = fresh;
        fetchedAt = clock.instant();
        fetchedFrom = server;
        Thread.ofVirtual().name("vaultwarden-overview").start(() -> {
            try {
                fresh.complete(vaultwarden.overview());
            } catch (RuntimeException e) {
                fresh.completeExceptionally(e);
            }
        });
        return fresh;
    }
}
