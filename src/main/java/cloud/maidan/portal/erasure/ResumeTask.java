package cloud.maidan.portal.erasure;

import cloud.maidan.portal.erasure.HeldItems.Share;
import cloud.maidan.portal.erasure.MemberErasure.Line;
import cloud.maidan.portal.erasure.MemberErasure.State;
import cloud.maidan.portal.holds.HoldLifted;
import cloud.maidan.portal.services.Erasure;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Erases what a hold kept back once it is lifted, says so in a further statement, and looks again a day later. */
@Component
class ResumeTask implements StepTask {

    static final String KIND = "erasure.resume";

    private final ErasureCourse course;
    private final AfterDesk after;
    private final HeldItems items;
    private final ServiceErasing erasing;
    private final ProbeTask probe;
    private final Receipts receipts;
    private final ServiceCatalog services;
    private final ErasureProperties properties;
    private final Clock clock;

    ResumeTask(
            ErasureCourse course,
            AfterDesk after,
            HeldItems items,
            ServiceErasing erasing,
            ProbeTask probe,
            Receipts receipts,
            ServiceCatalog services,
            ErasureProperties properties,
            Clock clock) {
        this.course = course;
        this.after = after;
        this.items = items;
        this.erasing = erasing;
        this.probe = probe;
        this.receipts = receipts;
        this.services = services;
        this.properties = properties;
        this.clock = clock;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(HoldLifted lifted) {
        items.leftFor(lifted.hold().id())
                .forEach(share -> after.resume(
                        share.erasure(), share.service(), lifted.hold().id()));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepOutcome run(StepRun run) {
        ServiceId service = new ServiceId(run.part().substring(0, run.part().indexOf('/')));
        Optional<MemberErasure> erasure = course.find(run.about()).filter(found -> found.person() != null);
        Optional<Line> line = erasure.flatMap(found -> found.line(service));
        if (erasure.isEmpty() || line.isEmpty()) {
            return new StepOutcome.Done();
        }
        UUID hold = UUID.fromString(run.part().substring(run.part().indexOf('/') + 1));
        if (line.get().settled()
                && items.leftFor(hold).contains(new Share(erasure.get().id(), service))) {
            // it was settled while the hold was being lifted
            run.effect(() -> after.reopen(erasure.get().id(), service));
            return new StepOutcome.Again(clock.instant(), Text.of("erasure.why.freed"));
        }
        try {
            return line.get().settled()
                    ? lookAgain(erasure.get(), line.get(), run)
                    : erase(erasure.get(), line.get(), run);
        } catch (Carrying.HeldBack held) {
            return new StepOutcome.Done();
        } catch (ServiceFault fault) {
            return ServiceErasing.later(fault, clock.instant(), properties.patience());
        }
    }

    private StepOutcome erase(MemberErasure erasure, Line line, StepRun run) {
        Optional<Erasure> offered = services.erasure(line.service());
        if (offered.isEmpty()) {
            return erasing.blocked(erasure, line.service(), Text.of("erasure.why.no-longer-offered"), run);
        }
        StepOutcome outcome = erasing.erase(erasure, line, offered.get(), run);
        if (!(outcome instanceof StepOutcome.Done)) {
            return outcome;
        }
        MemberErasure ended = course.find(run.about()).orElseThrow();
        if (ended.state() != State.DONE) {
            return outcome;
        }
        String receipt = receipts.sign(ended);
        run.effect(() -> after.resumed(ended.id(), receipt));
        return later(ended);
    }

    /** Only after the end; before it the second look of the whole erasure is still to come. */
    private StepOutcome lookAgain(MemberErasure erasure, Line line, StepRun run) {
        Instant settled = line.settledAt();
        if (erasure.state() != State.DONE || settled == null || line.probedAt() != null || !line.gone()) {
            return new StepOutcome.Done();
        }
        return clock.instant().isBefore(settled.plus(properties.probeAfter()))
                ? later(erasure)
                : probe.look(erasure, run);
    }

    private StepOutcome later(MemberErasure erasure) {
        return new StepOutcome.Again(clock.instant().plus(properties.probeAfter()), Text.of("erasure.why.probe-later"));
    }
}
