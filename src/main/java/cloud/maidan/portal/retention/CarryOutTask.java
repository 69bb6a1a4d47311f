package cloud.maidan.portal.retention;

import cloud.maidan.portal.retention.Sparing.Sorted;
import cloud.maidan.portal.services.Applied;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Retention.Aged;
import cloud.maidan.portal.services.Retention.AgedPage;
import cloud.maidan.portal.services.ServiceOverlay;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Carries one line of a confirmed plan out. What the plan does not name stays, and so does what is held or restricted by
 * now. It goes through everything again until a pass finds nothing more to do: what was named and is not seen in the last
 * pass is gone, whoever was interrupted where.
 */
@Component
class CarryOutTask implements StepTask {

    static final String KIND = "retention.carry-out";

    /** How often a service that says yes and keeps the data is told. */
    private static final int MOST_PASSES = 4;

    private final LineRun lines;
    private final PlanRows rows;
    private final ItemRows items;
    private final Rules rules;
    private final PlanDesk desk;
    private final Sparing sparing;
    private final Looks looks;
    private final ObjectProvider<ServiceOverlay> overlay;
    private final RetentionProperties properties;

    CarryOutTask(
            LineRun lines,
            PlanRows rows,
            ItemRows items,
            Rules rules,
            PlanDesk desk,
            Sparing sparing,
            Looks looks,
            ObjectProvider<ServiceOverlay> overlay,
            RetentionProperties properties) {
        this.lines = lines;
        this.rows = rows;
        this.items = items;
        this.rules = rules;
        this.desk = desk;
        this.sparing = sparing;
        this.looks = looks;
        this.overlay = overlay;
        this.properties = properties;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepOutcome run(StepRun run) {
        StepOutcome outcome = lines.carry(
                run,
                PlanLine.State.RUNNING,
                (line, bounded) -> line.setting() ? set(run, line, bounded) : sweep(run, line, bounded));
        if (outcome instanceof StepOutcome.Done) {
            rows.line(run.about(), run.part()).ifPresent(this::lookAgain);
        }
        return outcome;
    }

    /** Whether it is so now; not for what a person has yet to write, nor for what goes day by day. */
    private void lookAgain(PlanLine line) {
        boolean told = line.setting() && !(line.outcome() instanceof Applied.ByHand);
        if (told
                || looks.find(line.service(), line.kind()).filter(Look::drifted).isPresent()) {
            rules.find(line.service(), line.kind()).filter(Rule::inForce).ifPresent(looks::look);
        }
    }

    private StepOutcome set(StepRun run, PlanLine line, Bounded bounded) {
        if (!rules.stand(line)) {
            return done(run, line, Map.of(), new Applied.Refused(Text.of("retention.why.rule-changed")));
        }
        Applied told = bounded.by().keep(line.kind(), line.period(), run::stillMine);
        ServiceOverlay writer = overlay.getIfAvailable();
        Optional<Applied> outcome = told instanceof Applied.ByHand byHand && writer != null
                ? writer.write(run.about(), bounded.service(), byHand, run::stillMine)
                : Optional.of(told);
        return outcome.map(came -> done(run, line, Map.of(), came))
                .orElseGet(() -> lines.waits(run, line, "retention.why.operator"));
    }

    private StepOutcome sweep(StepRun run, PlanLine line, Bounded bounded) {
        Set<MemberId> then = sparing.lasting();
        Set<String> restricted = sparing.restricted(bounded.service());
        PlanLine now = line;
        for (int page = 0; page < properties.pagesAtOnce(); page++) {
            boolean stands = rules.stand(now);
            AgedPage aged = bounded.by().aged(now.kind(), now.before(), new Cursor(now.cursor()));
            Set<Aged> named = new HashSet<>(items.named(now, aged.items()));
            Sorted sorted = sparing.sort(bounded, restricted, aged.items(), named::contains, now.blocked());
            boolean told = stands && now.pass() < MOST_PASSES;
            if (told && !sorted.going().isEmpty()) {
                bounded.by().delete(now.kind(), sorted.going(), () -> {
                    run.stillMine();
                    sparing.stillGoing(bounded, sorted.going(), then);
                });
            }
            PlanLine before = now;
            long meant = sorted.going().size();
            Map<Reason, Long> stayed = Reason.sum(before.stayed(), sorted.spared());
            if (!told && meant > 0) {
                stayed.merge(stands ? Reason.KEPT : Reason.CHANGED, meant, Long::sum);
            }
            long touched = before.touched() + (told ? meant : 0);
            if (aged.next().isEmpty() && touched == 0) {
                return done(run, before, stayed, null);
            }
            run.effect(() -> aged.next()
                    .ifPresentOrElse(
                            next -> rows.swept(before, next, sorted.blocked(), before.pass(), touched, stayed),
                            () -> rows.swept(before, Cursor.START, "", before.pass() + 1, 0, Map.of())));
            now = rows.line(now.plan(), now.part()).orElseThrow();
        }
        return lines.goOn("retention.why.deleting");
    }

    private StepOutcome done(StepRun run, PlanLine line, Map<Reason, Long> stayed, @Nullable Applied outcome) {
        run.effect(() -> {
            rows.done(line, stayed, outcome);
            desk.carriedOut(line.plan());
        });
        return new StepOutcome.Done();
    }
}
