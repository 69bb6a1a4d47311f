package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Allowed;
import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.blueprints.Blueprints;
import cloud.maidan.portal.blueprints.Names;
import cloud.maidan.portal.blueprints.Outcome;
import cloud.maidan.portal.blueprints.Overlay;
import cloud.maidan.portal.blueprints.PlanRun;
import cloud.maidan.portal.blueprints.SecretMask;
import cloud.maidan.portal.blueprints.SettingRun;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.docker.ContainerWorks.Ran;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.docker.OnlyOperator;
import cloud.maidan.portal.provisioning.RequestRow.Result;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes one request of a policy at a time. Of a row it takes names that its own blueprint must know and values of their
 * kinds; container, file and command are the blueprint's.
 */
@OnlyOperator
@Component
class RequestTurn {

    private static final Duration PACE = Duration.ofMillis(500);
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final int MOST_ATTEMPTS = 60;

    private final ContainerRuntime runtime;
    private final Blueprints blueprints;
    private final OperatorProperties properties;
    private final ServicePlans plans;
    private final ServiceRequests requests;
    private final RequestLeases leases;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    RequestTurn(
            ContainerRuntime runtime,
            Blueprints blueprints,
            OperatorProperties properties,
            ServicePlans plans,
            ServiceRequests requests,
            RequestLeases leases,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.runtime = runtime;
        this.blueprints = blueprints;
        this.properties = properties;
        this.plans = plans;
        this.requests = requests;
        this.leases = leases;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    /** False when there was nothing to do. */
    boolean turn() {
        Optional<RequestRow> taken = leases.take(clock.instant());
        taken.ifPresent(this::work);
        return taken.isPresent();
    }

    private void work(RequestRow request) {
        try (var renewing = new Heartbeat(leases.lease(), () -> leases.renew(request, clock.instant()))) {
            Optional<Blueprint> blueprint = blueprints.of(request.service());
            Optional<RequestEnd> end = blueprint.isEmpty()
                    ? Optional.of(RequestEnd.notAllowed(request))
                    : switch (request.kind()) {
                        case SETTING -> setting(request, blueprint.get());
                        case COMMAND -> command(request, blueprint.get());
                    };
            end.ifPresent(how -> end(request, how));
        } catch (EngineFault fault) {
            Text said = Text.of(fault.why().key(), fault.detail());
            later(request, said, PlanRun.passes(fault)).ifPresent(how -> end(request, how));
        } catch (RowJournal.TakenOver other) {
            // whoever took it over writes down how it ends
        }
    }

    private Optional<RequestEnd> setting(RequestRow request, Blueprint blueprint) {
        Optional<Overlay> overlay = Optional.ofNullable(blueprint.overlays().get(request.subject()))
                .filter(found -> found.form() != Overlay.Form.COMMANDS)
                .filter(found -> Optional.ofNullable(found.keys().get(request.setting()))
                        .filter(key -> key.fits(request.value()))
                        .isPresent());
        if (overlay.isEmpty()) {
            return Optional.of(RequestEnd.notAllowed(request));
        }
        String part = overlay.get().part();
        Map<String, String> values = plans.settings(request.service());
        Map<String, Map<String, String>> written = requests.written(request.service());
        SettingRun run = new SettingRun(runtime, properties.key(), PACE);
        RequestJournal journal = new RequestJournal(leases, request, clock);
        if (!request.begun()) {
            if (!well(request, part)) {
                return later(request, Text.of("provisioning.request.not-well", request.service()), true);
            }
            if (!run.asPlanned(blueprint.written(written), values, part)) {
                return Optional.of(
                        RequestEnd.of(Result.REFUSED, "provisioning.request.not-as-planned", request.service()));
            }
            leases.began(request, blueprint.hash(), clock.instant());
        } else if (!blueprint.hash().equals(request.blueprintHash())) {
            journal.turnBack(Text.of("blueprints.refused.other-hash", request.service()));
        }
        Blueprint wanted = blueprint.written(request.onTopOf(written));
        return Optional.of(
                switch (run.write(request.id(), wanted, values, part, journal)) {
                    case Outcome.Done done -> RequestEnd.done();
                    case Outcome.PutBack back -> new RequestEnd(Result.PUT_BACK, Optional.of(back.why()));
                });
    }

    private Optional<RequestEnd> command(RequestRow request, Blueprint blueprint) {
        Map<String, String> arguments = request.arguments();
        Optional<Allowed> allowed = Optional.ofNullable(blueprint.commands().get(request.subject()))
                .filter(found -> found.takes(arguments));
        if (allowed.isEmpty()) {
            return Optional.of(RequestEnd.notAllowed(request));
        }
        if (!well(request, allowed.get().part())) {
            return later(request, Text.of("provisioning.request.not-well", request.service()), true);
        }
        leases.began(request, blueprint.hash(), clock.instant());
        String container = Names.container(request.service(), allowed.get().part());
        Ran ran = runtime.works().run(container, allowed.get().filled(arguments));
        if (ran.code() == 0) {
            return Optional.of(RequestEnd.done());
        }
        String said = ran.lines().isEmpty() ? "" : ran.lines().getLast();
        return Optional.of(RequestEnd.of(
                Result.FAILED,
                "provisioning.request.command-ended",
                request.subject(),
                ran.code(),
                new SecretMask(blueprint, properties.key()).masked(said)));
    }

    private boolean well(RequestRow request, String part) {
        return runtime.standing(Names.container(request.service(), part))
                .filter(there -> there.label(Names.BLUEPRINT).equals(request.service()))
                .filter(ContainerStanding::healthy)
                .isPresent();
    }

    /** Empty when it is tried again. */
    private Optional<RequestEnd> later(RequestRow request, Text trouble, boolean passes) {
        if (passes && request.attempts() < MOST_ATTEMPTS) {
            leases.later(request, trouble, clock.instant().plus(LATER));
            return Optional.empty();
        }
        return Optional.of(new RequestEnd(Result.FAILED, Optional.of(trouble)));
    }

    private void end(RequestRow request, RequestEnd end) {
        transaction.executeWithoutResult(status -> {
            if (leases.ended(request, end.result(), end.why().orElse(null), clock.instant())) {
                if (end.result() == Result.DONE && request.kind() == RequestRow.Kind.SETTING) {
                    leases.wrote(request, clock.instant());
                }
                events.publishEvent(RequestAudit.ended(request, end.result()));
            }
        });
    }
}
