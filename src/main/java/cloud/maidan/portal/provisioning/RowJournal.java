package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Journal;
import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.docker.ContainerWorks.Fetched;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a plan is, in rows. */
final class RowJournal implements Journal {

    /** How seldom the database is asked. */
    private static final Duration OFTEN = Duration.ofSeconds(1);

    private final PlanLeases leases;
    private final PlanRow plan;
    private final Clock clock;
    private @Nullable Text turnedBack;
    private Instant told = Instant.EPOCH;

    RowJournal(PlanLeases leases, PlanRow plan, Clock clock) {
        this.leases = leases;
        this.plan = plan;
        this.clock = clock;
        this.turnedBack = plan.turnedBack();
    }

    /** Somebody else has taken the plan over. */
    static final class TakenOver extends RuntimeException {}

    /** Interrupted is like killed: the process is going down, and the next goes on. */
    @Override
    public void stillMine() {
        if (Thread.currentThread().isInterrupted() || !leases.renew(plan, clock.instant())) {
            throw new TakenOver();
        }
    }

    @Override
    public void began(PlanStep step) {
        leases.began(plan, step, clock.instant());
    }

    @Override
    public void ended(PlanStep step) {
        leases.ended(plan, step, clock.instant());
    }

    @Override
    public void fetched(String image, Fetched fetched) {
        Instant now = clock.instant();
        if (told.plus(OFTEN).isBefore(now)) {
            told = now;
            leases.fetched(plan, image, fetched);
        }
    }

    @Override
    public Optional<Text> turnedBack() {
        return Optional.ofNullable(turnedBack);
    }

    @Override
    public void turnBack(Text why) {
        turnedBack = why;
        leases.turnBack(plan, why);
    }
}
