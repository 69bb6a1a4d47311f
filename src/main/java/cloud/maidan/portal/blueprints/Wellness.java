package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import java.time.Duration;
import java.util.Optional;

/** Waits until containers are well. */
record Wellness(ContainerRuntime runtime, Journal journal, Duration pace) {

    /** @throws Sick when it will not become so */
    void await(String container, Duration patience) {
        Duration waited = Duration.ZERO;
        while (true) {
            journal.stillMine();
            Optional<ContainerStanding> there = runtime.standing(container);
            if (there.isEmpty()) {
                throw new Sick(container, "gone");
            }
            if (there.get().healthy()) {
                return;
            }
            if (there.get().lost()) {
                throw new Sick(container, there.get().health().equals("unhealthy") ? "unhealthy" : "ended");
            }
            if (waited.compareTo(patience) > 0) {
                throw new Sick(container, "late");
            }
            pause();
            waited = waited.plus(pace);
        }
    }

    private void pause() {
        try {
            Thread.sleep(pace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            journal.stillMine();
            throw new Interrupted();
        }
    }

    /** The process is going down; whoever comes next goes on. */
    static final class Interrupted extends RuntimeException {}
}
