package cloud.maidan.portal.federation;

import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Federation;
import cloud.maidan.portal.services.Federation.Taken;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceOverlay;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Carries the policy in force out at one service, whichever was meant when it was planned, and checks what it brought. */
@Component
class EnforceTask implements StepTask {

    static final String KIND = "federation.enforce";

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final int PATIENCE = 20;

    private final PolicyRows policies;
    private final TakenRows taken;
    private final DriftCheck check;
    private final ServiceCatalog services;
    private final ObjectProvider<ServiceOverlay> overlay;
    private final Clock clock;

    EnforceTask(
            PolicyRows policies,
            TakenRows taken,
            DriftCheck check,
            ServiceCatalog services,
            ObjectProvider<ServiceOverlay> overlay,
            Clock clock) {
        this.policies = policies;
        this.taken = taken;
        this.check = check;
        this.services = services;
        this.overlay = overlay;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<Runnable> giveUp(UUID about, String part) {
        return Optional.of(() -> {});
    }

    @Override
    public StepOutcome run(StepRun run) {
        ServiceId service = new ServiceId(run.part());
        Optional<PolicyRows.Row> policy = policies.current();
        Optional<Federation> federation = services.federation(service);
        if (policy.isEmpty() || federation.isEmpty()) {
            return new StepOutcome.Done();
        }
        try {
            List<Optional<Taken>> asked =
                    federation.get().enforce(policies.policy(policy.get()), run::stillMine).stream()
                            .map(each -> written(service, each, run))
                            .toList();
            if (asked.stream().anyMatch(Optional::isEmpty)) {
                return new StepOutcome.Again(clock.instant().plus(WAIT), Text.of("federation.waits"));
            }
            List<Taken> came = asked.stream().flatMap(Optional::stream).toList();
            run.effect(() -> taken.replace(service, policy.get().base() + 1, came, clock.instant()));
        } catch (ServiceFault fault) {
            return later(run, fault);
        }
        check.check(service);
        return new StepOutcome.Done();
    }

    /** Empty while it is not known what came of it. */
    private Optional<Taken> written(ServiceId service, Taken taken, StepRun run) {
        ServiceOverlay files = overlay.getIfAvailable();
        return files != null && taken.applied() instanceof Applied.ByHand setting
                ? files.write(run.about(), service, setting, run::stillMine)
                        .map(came -> new Taken(taken.measure(), came))
                : Optional.of(taken);
    }

    private StepOutcome later(StepRun run, ServiceFault fault) {
        if (!fault.fault().worthRetrying() || run.attempt() >= PATIENCE) {
            return new StepOutcome.NeedsAttention(fault.fault().said());
        }
        long pause = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(run.attempt() - 1, 10));
        Instant ours = clock.instant().plusMillis(pause);
        return new StepOutcome.Again(
                fault.retryAt().filter(asked -> asked.isAfter(ours)).orElse(ours),
                fault.fault().said());
    }
}
