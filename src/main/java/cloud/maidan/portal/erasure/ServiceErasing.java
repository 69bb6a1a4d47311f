package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Retained;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Erases one service's account as far as it goes, leaves what is held, and looks whether the rest is gone. */
@Component
class ServiceErasing {

    static final Outcome.Finished NOTHING = new Outcome.Finished(List.of(), List.of(), List.of());

    /** How often a service that kept data is asked again before a person is. */
    private static final int PATIENT = 10;

    private final ErasureCourse course;
    private final Accounts accounts;
    private final Carrying carrying;
    private final HeldItems items;
    private final ErasureProperties properties;
    private final Clock clock;

    ServiceErasing(
            ErasureCourse course,
            Accounts accounts,
            Carrying carrying,
            HeldItems items,
            ErasureProperties properties,
            Clock clock) {
        this.course = course;
        this.accounts = accounts;
        this.carrying = carrying;
        this.items = items;
        this.properties = properties;
        this.clock = clock;
    }

    /** @throws ServiceFault when the service fails */
    StepOutcome erase(MemberErasure erasure, Line line, Erasure offered, StepRun run) {
        ServiceAccount account = accounts.account(erasure, line);
        ServiceId service = line.service();
        try {
            return switch (carrying.on(erasure, line, account, offered, run)) {
                case Outcome.NothingHeld() -> {
                    Line.State gone = line.erased().isEmpty() ? Line.State.NOTHING_HELD : Line.State.ERASED;
                    yield settle(erasure, service, gone, NOTHING, List.of(), run);
                }
                case Outcome.Pending(String handle, Instant at, Text why) -> new StepOutcome.Again(at, why);
                case Outcome.Blocked(Text why) -> blocked(erasure, service, why, run);
                case Outcome.Finished said -> finish(erasure, account, offered, said, run);
            };
        } catch (Carrying.HeldBack held) {
            return settle(erasure, service, Line.State.HELD, NOTHING, held.holds(), run);
        }
    }

    /** A service may say yes and keep the data: only what cannot be found any more is erased. */
    private StepOutcome finish(
            MemberErasure erasure, ServiceAccount account, Erasure offered, Outcome.Finished said, StepRun run) {
        List<Hold> held = items.now(erasure, account, offered).spared();
        List<Amount> found = held.isEmpty() ? offered.probe(account) : offered.probe(account, held);
        if (found.isEmpty()) {
            List<Hold> kept = held.isEmpty() ? held : offered.kept(account, held);
            return settle(erasure, account.service(), Line.State.ERASED, said, kept, run);
        }
        Text why = Text.of(
                "erasure.why.still-there",
                found.stream().mapToLong(Amount::items).sum());
        run.effect(() -> course.keptBack(erasure.id(), account.service(), said, why));
        if (run.attempt() >= PATIENT) {
            return new StepOutcome.NeedsAttention(why);
        }
        return new StepOutcome.Again(clock.instant().plus(properties.patience()), why);
    }

    private StepOutcome settle(
            MemberErasure erasure,
            ServiceId service,
            Line.State state,
            Outcome.Finished said,
            List<Hold> kept,
            StepRun run) {
        List<Retained> retained = new ArrayList<>(HeldItems.retained(kept));
        retained.addAll(said.retained());
        Outcome.Finished whole = new Outcome.Finished(said.erased(), retained, said.beyondReach());
        Text why = state == Line.State.HELD ? Text.of("erasure.why.held") : null;
        boolean[] settled = new boolean[1];
        run.effect(() -> {
            settled[0] = items.keep(erasure.id(), service, kept);
            if (settled[0]) {
                course.settled(erasure.id(), service, state, whole, why);
                course.spared(erasure, service, state == Line.State.HELD ? 0 : kept.size());
            }
        });
        return settled[0]
                ? new StepOutcome.Done()
                : new StepOutcome.Again(clock.instant(), Text.of("erasure.why.freed"));
    }

    StepOutcome blocked(MemberErasure erasure, ServiceId service, Text why, StepRun run) {
        run.effect(() -> course.hindered(erasure.id(), service, why));
        return new StepOutcome.NeedsAttention(why);
    }

    /** Asks a service that failed again, or a person. */
    static StepOutcome later(ServiceFault fault, Instant now, Duration patience) {
        return fault.fault().worthRetrying()
                ? new StepOutcome.Again(
                        fault.retryAt().filter(now::isBefore).orElse(now.plus(patience)),
                        fault.fault().said())
                : new StepOutcome.NeedsAttention(fault.fault().said());
    }
}
