package cloud.maidan.portal.federation;

import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Federation.Drift;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.Upkeep;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Asks each service whom it talks to and where it differs from the policy; what a silent one said before stands. */
@Component
class DriftCheck implements Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(DriftCheck.class);

    private final PolicyRows policies;
    private final DriftRows rows;
    private final ServiceCatalog services;
    private final FederationProperties properties;
    private final TransactionTemplate transactions;
    private final FederationPost post;
    private final Clock clock;

    DriftCheck(
            PolicyRows policies,
            DriftRows rows,
            ServiceCatalog services,
            FederationProperties properties,
            TransactionTemplate transactions,
            FederationPost post,
            Clock clock) {
        this.policies = policies;
        this.rows = rows;
        this.services = services;
        this.properties = properties;
        this.transactions = transactions;
        this.post = post;
        this.clock = clock;
    }

    @Override
    public void tidy(Instant now) {
        policies.forgetDraftsBefore(now.minus(properties.keepDrafts()));
        Map<String, DriftRows.Check> last =
                rows.checks().stream().collect(Collectors.toMap(DriftRows.Check::service, Function.identity()));
        federating().stream()
                .filter(service -> Optional.ofNullable(last.get(service.value()))
                        .map(check -> !now.isBefore(check.triedAt().plus(properties.every())))
                        .orElse(true))
                .forEach(this::check);
    }

    /** All of them, in the background. */
    void checkSoon() {
        Thread.ofVirtual().name("federation").start(() -> federating().forEach(this::check));
    }

    private List<ServiceId> federating() {
        return services.profiles().stream()
                .map(ServiceProfile::id)
                .filter(service -> services.federation(service).isPresent())
                .toList();
    }

    void check(ServiceId service) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it
        try {
            Optional<Federation> federation = services.federation(service);
            if (federation.isPresent()) {
                Text reach = federation.get().reach();
                List<Drift> drifts = policies.current()
                        .map(policies::policy)
                        .map(policy -> drifts(federation.get(), policy))
                        .orElse(List.of());
                transactions.executeWithoutResult(
                        transaction -> post.found(service, rows.found(service, reach, drifts, now), now));
            }
        } catch (ServiceFault fault) {
            LOG.warn("Checking federation: {}: {}", fault.fault(), fault.getMessage());
            rows.failed(service, fault.fault(), now);
        }
    }

    private List<Drift> drifts(Federation federation, FederationPolicy policy) {
        return federation.drift(policy).stream().limit(properties.mostDrifts()).toList();
    }
}
