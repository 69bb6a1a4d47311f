package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Outcome;
import cloud.maidan.portal.blueprints.PlanRun;
import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.blueprints.Planned;
import cloud.maidan.portal.blueprints.Planner;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.docker.OnlyOperator;
import cloud.maidan.portal.provisioning.PlanRow.Result;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes one plan at a time: works out what it comes to, or carries out what was confirmed. Of a row it takes a
 * service's name, a deed, a hash and values; everything else is the operator's own.
 */
@OnlyOperator
@Component
class PlanTurn {

    private static final Duration PACE = Duration.ofMillis(500);
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final int MOST_ATTEMPTS = 60;

    private final ContainerRuntime runtime;
    private final Blueprints blueprints;
    private final OperatorProperties properties;
    private final PlanLeases leases;
    private final ImageLock images;
    private final ServiceRequests requests;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PlanTurn(
            ContainerRuntime runtime,
            Blueprints blueprints,
            OperatorProperties properties,
            PlanLeases leases,
            ImageLock images,
            ServiceRequests requests,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.runtime = runtime;
        this.blueprints = blueprints;
        this.properties = properties;
        this.leases = leases;
        this.images = images;
        this.requests = requests;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    /** False when there was nothing to do. */
    boolean turn() {
        Optional<PlanRow> taken = leases.take(clock.instant());
        taken.ifPresent(this::work);
        return taken.isPresent();
    }

    private void work(PlanRow plan) {
        RowJournal journal = new RowJournal(leases, plan, clock);
        try (var renewing = new Heartbeat(leases.lease(), () -> leases.renew(plan, clock.instant()))) {
            if (plan.beganAt() == null) {
                prepareOrBegin(plan, journal);
            } else {
                carryOut(plan, journal);
            }
        } catch (EngineFault fault) {
            troubled(plan, fault);
        } catch (RowJournal.TakenOver other) {
            // whoever took it over writes down how it ends
        }
    }

    private void prepareOrBegin(PlanRow plan, RowJournal journal) {
        switch (images.compared(fetched(plan, journal))) {
            case Planned.Refused refused -> end(plan, Result.REFUSED, refused.why());
            case Planned.Steps steps -> {
                if (steps.digest().equals(plan.confirmed())) {
                    leases.began(plan, clock.instant());
                    images.confirmed(plan.order(), clock.instant());
                    carryOut(plan, journal);
                } else {
                    leases.prepared(plan, steps, clock.instant());
                }
            }
        }
    }

    /** What it comes to once the images are there, so that whoever confirms sees their ids. */
    private Planned fetched(PlanRow plan, RowJournal journal) {
        Planner planner = new Planner(runtime, blueprints, properties.key(), this::settled);
        Planned planned = planner.plan(plan.order());
        if (!(planned instanceof Planned.Steps steps)) {
            return planned;
        }
        List<String> missing = steps.steps().stream()
                .filter(step -> step.kind() == PlanStep.Kind.FETCH_IMAGE)
                .map(PlanStep::subject)
                .toList();
        for (String image : missing) {
            journal.stillMine();
            runtime.works().pull(image, progress -> journal.fetched(image, progress));
        }
        return missing.isEmpty() ? planned : planner.plan(plan.order());
    }

    private void carryOut(PlanRow plan, RowJournal journal) {
        Optional<Blueprint> blueprint = blueprints.of(plan.order().service());
        if (blueprint.isEmpty() || !blueprint.get().hash().equals(plan.order().hash())) {
            // another version of the portal began it
            end(
                    plan,
                    Result.FAILED,
                    Text.of("blueprints.refused.other-hash", plan.order().service()));
            return;
        }
        PlanRun run = new PlanRun(runtime, properties.key(), PACE);
        switch (run.carryOut(plan.id(), plan.order(), settled(blueprint.get()), journal)) {
            case Outcome.Done done -> end(plan, Result.DONE, null);
            case Outcome.PutBack back -> end(plan, Result.PUT_BACK, back.why());
        }
    }

    /** With what policies wrote since. */
    private Blueprint settled(Blueprint blueprint) {
        return blueprint.written(requests.written(blueprint.service()));
    }

    private void troubled(PlanRow plan, EngineFault fault) {
        Text said = Text.of(fault.why().key(), fault.detail());
        if (PlanRun.passes(fault) && plan.attempts() < MOST_ATTEMPTS) {
            leases.later(plan, said, clock.instant().plus(LATER));
        } else {
            end(plan, Result.FAILED, said);
        }
    }

    private void end(PlanRow plan, Result outcome, @Nullable Text why) {
        transaction.executeWithoutResult(status -> {
            if (leases.ended(plan, outcome, why, clock.instant())) {
                events.publishEvent(PlanAudit.ended(plan, outcome));
            }
        });
    }
}
