package cloud.maidan.portal.connections;

import cloud.maidan.portal.connections.Check.Standing;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.Reply.Answered;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Tests connections: each about once in a while by itself, one at once when somebody asks. */
@Component
class Checks implements Upkeep {

    private final ServiceCatalog services;
    private final CheckRows rows;
    private final TypedRows typed;
    private final ConnectionsProperties properties;
    private final Clock clock;
    private final TransactionOperations transactions;
    private final ApplicationEventPublisher events;

    Checks(
            ServiceCatalog services,
            CheckRows rows,
            TypedRows typed,
            ConnectionsProperties properties,
            Clock clock,
            TransactionOperations transactions,
            ApplicationEventPublisher events) {
        this.transactions = transactions;
        this.events = events;
        this.services = services;
        this.rows = rows;
        this.typed = typed;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void tidy(Instant now) {
        Map<ServiceId, Check> last = rows.all();
        services.profiles().stream().map(ServiceProfile::id).forEach(service -> {
            Check before = last.get(service);
            if (before == null || !before.at().plus(properties.every()).isAfter(now)) {
                test(service);
            }
        });
    }

    /** On somebody's wish, which is recorded; the service is asked outside of the transaction. */
    Optional<Check> test(ServiceId service, MemberId by) {
        Optional<Check> found = test(service);
        transactions.executeWithoutResult(status -> events.publishEvent(new ConnectionTested(by)));
        return found;
    }

    /** Empty when the service is not connected. */
    Optional<Check> test(ServiceId service) {
        if (!services.connected(service)) {
            return Optional.empty();
        }
        Instant asked = clock.instant();
        Reply<Health> health = services.check(service);
        int millis = (int) Duration.between(asked, clock.instant()).toMillis();
        Check check = switch (health) {
            case Answered<Health>(Health.Well(String version), Instant at) ->
                found(service, at, millis, Standing.WELL, version, null, List.of());
            case Answered<Health>(Health.Lacking(String version, List<Text> missing), Instant at) ->
                found(service, at, millis, Standing.LACKING, version, null, missing);
            case Answered<Health>(Health.Unreachable(Fault fault), Instant at) ->
                found(service, at, millis, Standing.UNREACHABLE, null, fault, List.of());
            case Reply.Failed<Health>(Fault fault, Optional<Instant> retryAt) ->
                found(service, asked, millis, Standing.UNREACHABLE, null, fault, List.of());
            case Reply.NoAccount<Health> none -> null;
            case Reply.Ambiguous<Health> several -> null;
            case Reply.NotConfigured<Health> nowhere -> null;
        };
        if (check != null) {
            rows.keep(check);
            if (check.standing() == Standing.WELL) {
                typed.works(service, asked);
            }
        }
        return Optional.ofNullable(check);
    }

    private Check found(
            ServiceId service,
            Instant at,
            int millis,
            Standing standing,
            @Nullable String version,
            @Nullable Fault fault,
            List<Text> missing) {
        Answered<List<Finding>> findings =
                fault == null && services.findings(service) instanceof Answered<List<Finding>> answered
                        ? answered
                        : null;
        return new Check(
                service,
                at,
                millis,
                standing,
                at,
                version == null || version.isBlank() ? null : version,
                fault,
                missing,
                findings == null ? null : findings.value(),
                findings == null ? null : findings.asOf());
    }
}
