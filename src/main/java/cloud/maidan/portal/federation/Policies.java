package cloud.maidan.portal.federation;

import cloud.maidan.portal.federation.FederationEvent.What;
import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.work.Steps;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Drafts, decides and carries out the policy; everything is recorded. */
@Component
class Policies {

    private final PolicyRows rows;
    private final DriftRows drifts;
    private final DriftCheck check;
    private final ServiceCatalog services;
    private final Steps steps;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Policies(
            PolicyRows rows,
            DriftRows drifts,
            DriftCheck check,
            ServiceCatalog services,
            Steps steps,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.drifts = drifts;
        this.check = check;
        this.services = services;
        this.steps = steps;
        this.events = events;
        this.clock = clock;
    }

    /** The version in force; 0 before the first. */
    int version() {
        return rows.current().map(row -> row.base() + 1).orElse(0);
    }

    Optional<FederationPolicy> inForce() {
        return rows.current().map(rows::policy);
    }

    /** @param base the version that was on the page @return the draft's id */
    @Transactional
    UUID draft(int base, FederationPolicy policy) {
        UUID id = UUID.randomUUID();
        rows.draft(id, base, policy, clock.instant());
        return id;
    }

    /** @throws PolicyRefused when somebody else decided meanwhile */
    @Transactional
    void decide(UUID draft, MemberId by) {
        PolicyRows.Row row =
                rows.find(draft).filter(found -> found.version() == null).orElseThrow(NotHere::new);
        if (!rows.decide(draft, clock.instant())) {
            throw PolicyRefused.changedMeanwhile();
        }
        drifts.acceptNothing();
        federating().forEach(service -> steps.plan(EnforceTask.KIND, draft, service.value(), null));
        events.publishEvent(FederationEvent.by(
                by,
                What.DECIDED,
                Map.of(
                        "version", Integer.toString(row.base() + 1),
                        "stance", row.stance().name(),
                        "servers", Long.toString(row.servers()))));
    }

    /** Has all services asked, in the background. */
    @Transactional
    void checkSoon(MemberId by) {
        check.checkSoon();
        events.publishEvent(FederationEvent.by(by, What.CHECKED, Map.of()));
    }

    /** Carries the policy in force out once more. */
    @Transactional
    void enforceAgain(String name, MemberId by) {
        ServiceId service = federating()
                .filter(each -> each.value().equals(name) && version() > 0)
                .findFirst()
                .orElseThrow(NotHere::new);
        steps.plan(EnforceTask.KIND, UUID.randomUUID(), service.value(), null);
        events.publishEvent(FederationEvent.by(by, What.ENFORCED_AGAIN, Map.of("service", service.value())));
    }

    /** @param reason never blank */
    @Transactional
    void accept(long drift, String reason, MemberId by) {
        DriftRows.Row row = drifts.find(drift).orElseThrow(NotHere::new);
        if (!drifts.accept(drift, reason, clock.instant())) {
            throw PolicyRefused.acceptedBefore();
        }
        events.publishEvent(FederationEvent.by(
                by, What.ACCEPTED, Map.of("service", row.service(), "item", row.item(), "reason", reason)));
    }

    private Stream<ServiceId> federating() {
        return services.profiles().stream()
                .map(ServiceProfile::id)
                .filter(service -> services.federation(service).isPresent());
    }
}
