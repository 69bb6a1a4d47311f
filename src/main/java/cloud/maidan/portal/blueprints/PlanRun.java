package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.blueprints.PlanStep.Kind;
import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.docker.ContainerWorks;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.docker.ImageFacts;
import cloud.maidan.portal.subject.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Carries out one confirmed plan at one engine. It may be killed at any point and begun again with the same plan and
 * journal: each step looks first at what there is.
 *
 * @param pace between two looks at a container that is not well yet
 */
public record PlanRun(ContainerRuntime runtime, OperatorKey key, Duration pace) {

    private static final Duration GRACE = Duration.ofSeconds(20);

    /** Faults that nobody's plan is to blame for: tried again later, nothing is put back. */
    private static final Set<EngineFault.Why> PASSING = Set.of(
            EngineFault.Why.SOCKET_MISSING,
            EngineFault.Why.PERMISSION_DENIED,
            EngineFault.Why.NOT_ANSWERING,
            EngineFault.Why.TIMED_OUT,
            EngineFault.Why.IN_USE,
            EngineFault.Why.GONE);

    /** @throws EngineFault of a kind that passes; whoever runs it tries again later */
    public Outcome carryOut(UUID plan, Order order, Blueprint blueprint, Journal journal) {
        return switch (order.deed()) {
            case UP -> up(plan, order, blueprint.chosen(order.settings()), journal);
            case START -> started(order, blueprint, journal);
            case STOP -> stopped(order, blueprint, journal);
            case REMOVE -> removed(order, journal);
        };
    }

    /** Whether it is worth trying again later. */
    public static boolean passes(EngineFault fault) {
        return PASSING.contains(fault.why());
    }

    private Outcome up(UUID plan, Order order, Blueprint blueprint, Journal journal) {
        if (journal.turnedBack().isEmpty()) {
            try {
                forward(plan, order, blueprint, journal);
                return new Outcome.Done();
            } catch (Sick sick) {
                journal.turnBack(sick.why());
            } catch (EngineFault fault) {
                if (passes(fault)) {
                    throw fault;
                }
                journal.turnBack(Text.of(fault.why().key(), fault.detail()));
            }
        }
        back(plan, order, blueprint, journal);
        return new Outcome.PutBack(journal.turnedBack().orElseThrow());
    }

    private void forward(UUID plan, Order order, Blueprint blueprint, Journal journal) {
        new Ground(runtime, journal).laid(order, blueprint);
        SignInClients clients = new SignInClients(runtime, key);
        clients.first(blueprint, order.settings())
                .ifPresent(step -> told(step, blueprint.client(order.settings()).stream(), clients, journal));
        Wellness wellness = new Wellness(runtime, journal, pace);
        for (Wanted wanted : wanted(order, blueprint)) {
            PartSwitch part = new PartSwitch(runtime, journal, plan, wanted);
            Optional<ContainerStanding> there = runtime.standing(wanted.name());
            if (part.right() && there.isPresent()) {
                if (!there.get().running()) {
                    journal.step(
                            Kind.START_CONTAINER,
                            wanted.name(),
                            () -> runtime.works().start(wanted.name()));
                }
                wellness.await(wanted.name(), wanted.patience());
            } else {
                Kind kind = there.isPresent() ? Kind.REPLACE_CONTAINER : Kind.MAKE_CONTAINER;
                journal.step(kind, wanted.name(), () -> {
                    part.prepare();
                    part.change();
                    wellness.await(wanted.name(), wanted.patience());
                });
            }
        }
        clients.last(blueprint, order.settings()).forEach(step -> told(step, clients.all().stream(), clients, journal));
        tidy(order, blueprint, journal);
    }

    /** @param known where the client is that the step is about */
    private static void told(PlanStep step, Stream<SignInClient> known, SignInClients clients, Journal journal) {
        if (step.kind() == Kind.REMOVE_CLIENT) {
            journal.step(step.kind(), step.subject(), () -> clients.remove(step.subject()));
        } else if (step.kind() == Kind.WRITE_CLIENT) {
            known.filter(each -> each.service().equals(step.subject()))
                    .forEach(each -> journal.step(step.kind(), step.subject(), () -> clients.write(each)));
        }
    }

    private List<Wanted> wanted(Order order, Blueprint blueprint) {
        Assembly assembly = new Assembly(blueprint, blueprint.filled(order.settings()), key);
        List<Wanted> wanted = new ArrayList<>();
        blueprint.parts().forEach((name, part) -> {
            String image = runtime.image(part.image())
                    .map(ImageFacts::id)
                    .orElseThrow(() -> new Sick(part.image(), "no-image"));
            wanted.add(assembly.wanted(name, image));
        });
        return wanted;
    }

    /** What the new containers took the place of, and what the blueprint has no longer. */
    private void tidy(Order order, Blueprint blueprint, Journal journal) {
        List<String> names = blueprint.parts().keySet().stream()
                .map(part -> Names.container(order.service(), part))
                .toList();
        for (ContainerStanding left : runtime.works().labelled(Names.BLUEPRINT, order.service())) {
            if (!names.contains(left.name())) {
                journal.step(
                        Kind.REMOVE_CONTAINER,
                        left.name(),
                        () -> runtime.works().remove(left.id()));
            }
        }
    }

    private void back(UUID plan, Order order, Blueprint blueprint, Journal journal) {
        Undoing undoing = new Undoing(runtime, journal, plan);
        for (String part : List.copyOf(blueprint.parts().keySet()).reversed()) {
            undoing.undo(Names.container(order.service(), part));
        }
        if (blueprint.client(order.settings()).isPresent()) {
            SignInClients clients = new SignInClients(runtime, key);
            journal.stillMine();
            clients.standing(order.service()).ifPresentOrElse(clients::write, () -> clients.remove(order.service()));
        }
        if (runtime.works().labelled(Names.BLUEPRINT, order.service()).isEmpty()) {
            new Ground(runtime, journal).gone(order);
        }
    }

    private Outcome started(Order order, Blueprint blueprint, Journal journal) {
        Wellness wellness = new Wellness(runtime, journal, pace);
        try {
            blueprint.parts().forEach((name, part) -> {
                String container = Names.container(order.service(), name);
                if (part.when().isPresent() && runtime.standing(container).isEmpty()) {
                    return;
                }
                journal.step(Kind.START_CONTAINER, container, () -> {
                    runtime.works().start(container);
                    wellness.await(
                            container,
                            part.health()
                                    .within()
                                    .plus(part.health().every().multipliedBy(5))
                                    .plusSeconds(10));
                });
            });
            return new Outcome.Done();
        } catch (Sick sick) {
            return new Outcome.PutBack(sick.why());
        }
    }

    private Outcome stopped(Order order, Blueprint blueprint, Journal journal) {
        for (String name : List.copyOf(blueprint.parts().keySet()).reversed()) {
            String container = Names.container(order.service(), name);
            journal.step(Kind.STOP_CONTAINER, container, () -> runtime.works().stop(container, GRACE));
        }
        return new Outcome.Done();
    }

    private Outcome removed(Order order, Journal journal) {
        SignInClients clients = new SignInClients(runtime, key);
        clients.removal(order.service()).forEach(step -> told(step, Stream.empty(), clients, journal));
        ContainerWorks works = runtime.works();
        for (ContainerStanding there : works.labelled(Names.BLUEPRINT, order.service())) {
            journal.step(Kind.REMOVE_CONTAINER, there.name(), () -> {
                works.stop(there.id(), GRACE);
                works.remove(there.id());
            });
        }
        new Ground(runtime, journal).gone(order);
        return new Outcome.Done();
    }
}
