package cloud.maidan.portal.work;

import com.github.kagkarlsson.scheduler.SchedulerState;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;

/** A run that proves its fence at the start of every transaction. */
class FencedRun implements StepRun {

    private final StepRows.Claim claim;
    private final StepRows rows;
    private final TransactionTemplate transactions;
    private final SchedulerState node;

    FencedRun(StepRows.Claim claim, StepRows rows, TransactionTemplate transactions, SchedulerState node) {
        this.claim = claim;
        this.rows = rows;
        this.transactions = transactions;
        this.node = node;
    }

    @Override
    public StepId id() {
        return claim.id();
    }

    @Override
    public UUID about() {
        return claim.about();
    }

    @Override
    public String part() {
        return claim.part();
    }

    @Override
    public int attempt() {
        return claim.attempt();
    }

    @Override
    public void effect(Runnable work) {
        transactions.executeWithoutResult(transaction -> {
            rows.prove(claim);
            work.run();
            rows.tell(Signal.moved(claim.about()));
        });
    }

    /** Also stops the run when this node shuts down: another node, or this one when it is back, goes on. */
    @Override
    public void stillMine() {
        if (node.isShuttingDown() || !rows.holds(claim)) {
            throw new Superseded(claim.id());
        }
    }
}
