package cloud.maidan.portal.rights;

import cloud.maidan.portal.rights.Corrections.Correction;
import cloud.maidan.portal.rights.Corrections.Outcome;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.Rectification;
import cloud.maidan.portal.services.Reply;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Takes one correction to one service; a service that stays silent is left to the privacy officer in the end. */
@Component
class CorrectTask implements StepTask {

    static final String KIND = "rights.correct";

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(2);

    private final Corrections corrections;
    private final RequestRows rows;
    private final ServiceCatalog services;
    private final RightsProperties properties;
    private final Clock clock;

    CorrectTask(
            Corrections corrections,
            RequestRows rows,
            ServiceCatalog services,
            RightsProperties properties,
            Clock clock) {
        this.corrections = corrections;
        this.rows = rows;
        this.services = services;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean ownRequest() {
        return true;
    }

    @Override
    public Optional<Runnable> giveUp(UUID about, String part) {
        ServiceId service = new ServiceId(part);
        Text said = Text.of("rights.note.correct.silent", corrections.product(service));
        return Optional.of(() -> corrections.settle(about, service, Outcome.NOT_CORRECTED, said));
    }

    @Override
    public StepOutcome run(StepRun run) {
        Optional<Correction> correction = corrections.of(run.about());
        ServiceId service = new ServiceId(run.part());
        return correction.isEmpty() ? new StepOutcome.Done() : correct(correction.get(), service, run);
    }

    private StepOutcome correct(Correction correction, ServiceId service, StepRun run) {
        return switch (services.account(correction.member(), service)) {
            case Reply.Answered<ServiceAccount>(ServiceAccount account, Instant asOf) ->
                correct(correction, account, run);
            case Reply.NoAccount<ServiceAccount>() -> settle(run, service, Outcome.NOTHING_THERE, "no-account");
            case Reply.Ambiguous<ServiceAccount>() -> settle(run, service, Outcome.NOT_CORRECTED, "unproven");
            case Reply.NotConfigured<ServiceAccount>() -> settle(run, service, Outcome.NOT_CORRECTED, "not-connected");
            case Reply.Failed<ServiceAccount>(Fault fault, Optional<Instant> retryAt) ->
                later(run, service, fault, retryAt);
        };
    }

    private StepOutcome correct(Correction correction, ServiceAccount account, StepRun run) {
        Optional<Rectification> offered = services.rectification(account.service());
        if (offered.isEmpty()) {
            return settle(run, account.service(), Outcome.NOT_CORRECTED, "not-connected");
        }
        try {
            return switch (offered.get().correct(account, correction.fact(), correction.value(), run::stillMine)) {
                case Rectification.Correction.Corrected() ->
                    settle(run, account.service(), Outcome.CORRECTED, "corrected");
                case Rectification.Correction.AlreadySo() ->
                    settle(run, account.service(), Outcome.CORRECTED, "already-so");
                case Rectification.Correction.Refused(Text why) -> {
                    run.effect(() -> corrections.settle(run.about(), account.service(), Outcome.NOT_CORRECTED, why));
                    yield new StepOutcome.Done();
                }
            };
        } catch (ServiceFault fault) {
            return later(run, account.service(), fault.fault(), fault.retryAt());
        }
    }

    private StepOutcome later(StepRun run, ServiceId service, Fault fault, Optional<Instant> retryAt) {
        Instant now = clock.instant();
        Instant giveUp = rows.findById(run.about())
                .map(request -> request.receivedAt().plus(properties.patience()))
                .orElse(now);
        long pause = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(run.attempt() - 1, 10));
        Instant ours = now.plusMillis(pause);
        Instant next = retryAt.filter(asked -> asked.isAfter(ours)).orElse(ours);
        return fault.worthRetrying() && next.isBefore(giveUp)
                ? new StepOutcome.Again(next, fault.said())
                : settle(run, service, Outcome.NOT_CORRECTED, "silent");
    }

    private StepOutcome settle(StepRun run, ServiceId service, Outcome outcome, String what) {
        Text said = Text.of("rights.note.correct." + what, corrections.product(service));
        run.effect(() -> corrections.settle(run.about(), service, outcome, said));
        return new StepOutcome.Done();
    }
}
