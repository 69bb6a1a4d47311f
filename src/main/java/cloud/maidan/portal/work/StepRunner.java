package cloud.maidan.portal.work;

import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Restrictions;
import cloud.maidan.portal.subject.Text;
import com.github.kagkarlsson.scheduler.SchedulerState;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The job edge: carries out one attempt at a step and decides what comes next. */
@Component
class StepRunner {

    static final String TASK = "work.step";

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);
    private static final Logger log = LoggerFactory.getLogger(StepRunner.class);
    private static final CompletionHandler<Void> REMOVE = (complete, schedule) -> schedule.remove();
    private static final CompletionHandler<Void> LEAVE_TO_THE_OTHER = (complete, schedule) -> {};

    private final StepRows rows;
    private final StepTasks tasks;
    private final ObjectProvider<Restrictions> restrictions;
    private final TransactionTemplate transactions;
    private final WorkProperties properties;
    private final Clock clock;

    StepRunner(
            StepRows rows,
            StepTasks tasks,
            ObjectProvider<Restrictions> restrictions,
            TransactionTemplate transactions,
            WorkProperties properties,
            Clock clock) {
        this.rows = rows;
        this.tasks = tasks;
        this.restrictions = restrictions;
        this.transactions = transactions;
        this.properties = properties;
        this.clock = clock;
    }

    CompletionHandler<Void> run(TaskInstance<Void> instance, ExecutionContext context) {
        StepId step = new StepId(UUID.fromString(instance.getId()));
        Optional<StepRows.Claim> claim = transactions.execute(transaction -> rows.claim(step));
        return claim == null || claim.isEmpty() ? REMOVE : attempt(claim.get(), context.getSchedulerState());
    }

    private CompletionHandler<Void> attempt(StepRows.Claim claim, SchedulerState node) {
        try {
            StepTask task = task(claim.kind());
            return settle(
                    claim,
                    restricted(task, claim)
                            ? new StepOutcome.Again(clock.instant().plus(LOOK_AGAIN), Text.of("work.why.restricted"))
                            : task.run(new FencedRun(claim, rows, transactions, node)));
        } catch (Superseded e) {
            return superseded(claim);
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            return node.isShuttingDown() ? superseded(claim) : failed(claim, e);
        }
    }

    private boolean restricted(StepTask task, StepRows.Claim claim) {
        MemberId member = claim.member();
        return member != null && !task.ownRequest() && restrictions.stream().anyMatch(each -> each.restricted(member));
    }

    private StepTask task(String kind) {
        return tasks.of(kind).orElseThrow(() -> new IllegalStateException("no task carries out " + kind));
    }

    private CompletionHandler<Void> settle(StepRows.Claim claim, StepOutcome outcome) {
        return switch (outcome) {
            case StepOutcome.Done() -> {
                settle(claim, StepView.State.DONE, 0, null, null);
                yield REMOVE;
            }
            case StepOutcome.Again(Instant at, Text why) -> {
                settle(claim, StepView.State.RETRYING, 0, at, why);
                yield (complete, schedule) -> schedule.reschedule(complete, at);
            }
            case StepOutcome.NeedsAttention(Text why) -> {
                settle(claim, StepView.State.NEEDS_ATTENTION, 0, null, why);
                yield REMOVE;
            }
        };
    }

    private void settle(
            StepRows.Claim claim, StepView.State state, int failures, @Nullable Instant nextAt, @Nullable Text why) {
        transactions.executeWithoutResult(transaction -> rows.settle(claim, state, failures, nextAt, why));
    }

    /** Cancelled, taken over by another run, or given back because this node shuts down. */
    private CompletionHandler<Void> superseded(StepRows.Claim claim) {
        Boolean handedBack = transactions.execute(transaction -> {
            boolean mine = rows.holds(claim);
            if (mine) {
                rows.settle(claim, StepView.State.WAITING, claim.failures(), null, null);
            }
            return mine;
        });
        if (Boolean.TRUE.equals(handedBack)) {
            Instant now = clock.instant();
            return (complete, schedule) -> schedule.reschedule(complete, now);
        }
        return rows.settled(claim.id()) ? REMOVE : LEAVE_TO_THE_OTHER;
    }

    private CompletionHandler<Void> failed(StepRows.Claim claim, Throwable fault) {
        int failures = claim.failures() + 1;
        String reference = UUID.randomUUID().toString().substring(0, 8);
        log.error(
                "Step {} ({}) failed for the {}. time in a row, reference {}",
                claim.id().value(),
                claim.kind(),
                failures,
                reference,
                fault);
        Text why = Text.of("work.why.fault", reference);
        try {
            if (failures >= properties.failures()) {
                settle(claim, StepView.State.NEEDS_ATTENTION, failures, null, why);
                return REMOVE;
            }
            Duration pause =
                    properties.pauseAfter(failures, ThreadLocalRandom.current().nextDouble());
            Instant at = clock.instant().plus(pause);
            settle(claim, StepView.State.RETRYING, failures, at, why);
            return (complete, schedule) -> schedule.reschedule(complete, at);
        } catch (Superseded e) {
            return superseded(claim);
        }
    }
}
