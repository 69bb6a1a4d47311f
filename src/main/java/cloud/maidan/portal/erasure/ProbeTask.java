package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.subject.Holds.Hold;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Looks again a day later whether everything is still gone, and erases what came back. Once nothing is found, whom it was
 * about is forgotten.
 */
@Component
class ProbeTask implements StepTask {

    static final String KIND = "erasure.probe";

    /** Looks that found something before a person is asked. */
    private static final int PATIENT = 3;

    private final ErasureCourse course;
    private final AfterDesk after;
    private final Accounts accounts;
    private final Carrying carrying;
    private final HeldItems items;
    private final Receipts receipts;
    private final ServiceCatalog services;
    private final ErasureProperties properties;
    private final Clock clock;

    ProbeTask(
            ErasureCourse course,
            AfterDesk after,
            Accounts accounts,
            Carrying carrying,
            HeldItems items,
            Receipts receipts,
            ServiceCatalog services,
            ErasureProperties properties,
            Clock clock) {
        this.course = course;
        this.after = after;
        this.accounts = accounts;
        this.carrying = carrying;
        this.items = items;
        this.receipts = receipts;
        this.services = services;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepOutcome run(StepRun run) {
        Optional<MemberErasure> found = course.find(run.about())
                .filter(erasure -> erasure.state() == MemberErasure.State.DONE && erasure.person() != null);
        if (found.isEmpty()) {
            return new StepOutcome.Done();
        }
        MemberErasure erasure = found.get();
        Instant due = Objects.requireNonNull(erasure.endedAt()).plus(properties.probeAfter());
        if (clock.instant().isBefore(due)) {
            return new StepOutcome.Again(due, Text.of("erasure.why.probe-later"));
        }
        try {
            return look(erasure, run);
        } catch (Carrying.HeldBack held) {
            return new StepOutcome.NeedsAttention(Text.of("erasure.why.held"));
        } catch (ServiceFault fault) {
            return ServiceErasing.later(fault, clock.instant(), properties.patience());
        }
    }

    private List<Amount> probe(MemberErasure erasure, ServiceAccount account, Erasure offered) {
        List<Hold> held = items.now(erasure, account, offered).spared();
        return held.isEmpty() ? offered.probe(account) : offered.probe(account, held);
    }

    /** @throws Carrying.HeldBack when something came back that is held by now */
    StepOutcome look(MemberErasure erasure, StepRun run) {
        for (Line line : erasure.lines()) {
            Optional<Erasure> offered = services.erasure(line.service());
            if (line.account() == null || !line.gone() || offered.isEmpty()) {
                continue;
            }
            ServiceAccount account = accounts.account(erasure, line);
            if (line.handle() == null) {
                List<Amount> left = probe(erasure, account, offered.get());
                run.effect(() -> after.probed(erasure.id(), line.service(), left));
                if (left.isEmpty()) {
                    continue;
                }
            }
            switch (carrying.on(erasure, line, account, offered.get(), run)) {
                case Outcome.Pending(String handle, Instant at, Text why) -> {
                    return new StepOutcome.Again(at, why);
                }
                case Outcome.Blocked(Text why) -> {
                    return new StepOutcome.NeedsAttention(why);
                }
                case Outcome.NothingHeld nothing -> run.effect(() -> after.erasedAgain(erasure.id(), line.service()));
                case Outcome.Finished finished -> run.effect(() -> after.erasedAgain(erasure.id(), line.service()));
            }
        }
        long again = course.find(run.about()).orElseThrow().foundAgain();
        boolean gone = again == 0;
        String receipt = receipts.sign(course.find(run.about()).orElseThrow());
        run.effect(() -> after.looked(erasure.id(), receipt, gone, gone && !items.any(erasure.id())));
        if (gone) {
            return new StepOutcome.Done();
        }
        Text why = Text.of("erasure.why.found-again", again);
        return run.attempt() > PATIENT
                ? new StepOutcome.NeedsAttention(why)
                : new StepOutcome.Again(clock.instant().plus(properties.probeAfter()), why);
    }
}
