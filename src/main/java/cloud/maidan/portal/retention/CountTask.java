package cloud.maidan.portal.retention;

import cloud.maidan.portal.retention.Sparing.Sorted;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Retention.AgedPage;
import cloud.maidan.portal.services.Retention.Found;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The dry run of one kind: the same questions as the deletion, without its last step. */
@Component
class CountTask implements StepTask {

    static final String KIND = "retention.count";

    private final LineRun lines;
    private final PlanRows rows;
    private final ItemRows items;
    private final PlanDesk desk;
    private final Sparing sparing;
    private final RetentionProperties properties;

    CountTask(
            LineRun lines,
            PlanRows rows,
            ItemRows items,
            PlanDesk desk,
            Sparing sparing,
            RetentionProperties properties) {
        this.lines = lines;
        this.rows = rows;
        this.items = items;
        this.desk = desk;
        this.sparing = sparing;
        this.properties = properties;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public StepOutcome run(StepRun run) {
        return lines.carry(
                run,
                PlanLine.State.COUNTING,
                (line, bounded) -> bounded.swept() ? count(run, line, bounded) : look(run, line, bounded));
    }

    private StepOutcome look(StepRun run, PlanLine line, Bounded bounded) {
        Found found = bounded.by().found(line.kind());
        run.effect(() -> {
            rows.counted(line, ItemRows.Sum.NOTHING, 0, found);
            desk.counted(line.plan());
        });
        return new StepOutcome.Done();
    }

    private StepOutcome count(StepRun run, PlanLine line, Bounded bounded) {
        Set<String> restricted = sparing.restricted(bounded.service());
        PlanLine now = line;
        for (int page = 0; page < properties.pagesAtOnce(); page++) {
            AgedPage aged = bounded.by().aged(now.kind(), now.before(), new Cursor(now.cursor()));
            PlanLine before = now;
            Sorted sorted = sparing.sort(bounded, restricted, aged.items(), item -> true, before.blocked());
            run.effect(() -> {
                items.add(before, sorted.going());
                rows.progress(
                        before,
                        aged.next().orElse(new Cursor(before.cursor())),
                        sorted.blocked(),
                        sorted.spared(),
                        sorted.oldest());
            });
            if (aged.next().isEmpty()) {
                return counted(run, before, bounded);
            }
            now = rows.line(now.plan(), now.part()).orElseThrow();
        }
        return lines.goOn("retention.why.counting");
    }

    private StepOutcome counted(StepRun run, PlanLine line, Bounded bounded) {
        ItemRows.Sum sum = items.sum(line);
        long others = sum.items() == 0
                ? 0
                : bounded.by().staying(line.kind(), line.before(), properties.enoughBeside(sum.items()));
        run.effect(() -> {
            rows.counted(line, sum, others, null);
            desk.counted(line.plan());
        });
        return new StepOutcome.Done();
    }
}
