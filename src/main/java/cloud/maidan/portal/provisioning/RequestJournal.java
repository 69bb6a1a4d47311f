package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Journal;
import cloud.maidan.portal.blueprints.PlanStep;
import cloud.maidan.portal.docker.ContainerWorks.Fetched;
import cloud.maidan.portal.subject.Text;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a request is; it has one step and fetches no image. */
final class RequestJournal implements Journal {

    private final RequestLeases leases;
    private final RequestRow request;
    private final Clock clock;
    private @Nullable Text turnedBack;

    RequestJournal(RequestLeases leases, RequestRow request, Clock clock) {
        this.leases = leases;
        this.request = request;
        this.clock = clock;
        this.turnedBack = request.turnedBack();
    }

    @Override
    public void stillMine() {
        if (Thread.currentThread().isInterrupted() || !leases.renew(request, clock.instant())) {
            throw new RowJournal.TakenOver();
        }
    }

    @Override
    public void began(PlanStep step) {}

    @Override
    public void ended(PlanStep step) {}

    @Override
    public void fetched(String image, Fetched fetched) {}

    @Override
    public Optional<Text> turnedBack() {
        return Optional.ofNullable(turnedBack);
    }

    @Override
    public void turnBack(Text why) {
        turnedBack = why;
        leases.turnBack(request, why);
    }
}
