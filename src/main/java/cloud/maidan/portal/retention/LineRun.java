package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;

/** Finds the line that a step is about; a service that fails is left alone for a while and the line says so. */
@Component
class LineRun {

    private final PlanRows rows;
    private final Kinds kinds;
    private final RetentionProperties properties;
    private final Clock clock;

    LineRun(PlanRows rows, Kinds kinds, RetentionProperties properties, Clock clock) {
        this.rows = rows;
        this.kinds = kinds;
        this.properties = properties;
        this.clock = clock;
    }

    StepOutcome carry(StepRun run, PlanLine.State expected, BiFunction<PlanLine, Bounded, StepOutcome> work) {
        Optional<PlanLine> line = rows.line(run.about(), run.part()).filter(found -> found.state() == expected);
        if (line.isEmpty()) {
            return new StepOutcome.Done();
        }
        Optional<Bounded> bounded = kinds.find(line.get().service(), line.get().kind());
        if (bounded.isEmpty()) {
            return later(run, line.get(), Text.of("retention.why.not-connected"), Optional.empty());
        }
        try {
            return work.apply(line.get(), bounded.get());
        } catch (ServiceFault fault) {
            return later(run, line.get(), fault.fault().said(), fault.retryAt());
        } catch (Sparing.SparedMeanwhile spared) {
            return goOn("retention.why.deleting");
        } catch (Sparing.OwnerUnclear unclear) {
            return later(run, line.get(), Text.of("retention.why.owner-unclear"), Optional.empty());
        }
    }

    /** Somebody else has to do something first. */
    StepOutcome waits(StepRun run, PlanLine line, String why) {
        run.effect(() -> rows.hindered(line, Text.of(why)));
        return new StepOutcome.Again(clock.instant().plus(properties.pause()), Text.of(why));
    }

    /** Other work has its turn. */
    StepOutcome goOn(String why) {
        return new StepOutcome.Again(clock.instant().plus(properties.pause()), Text.of(why));
    }

    private StepOutcome later(StepRun run, PlanLine line, Text why, Optional<Instant> retryAt) {
        run.effect(() -> rows.hindered(line, why));
        Instant now = clock.instant();
        return new StepOutcome.Again(retryAt.filter(now::isBefore).orElse(now.plus(properties.patience())), why);
    }
}
