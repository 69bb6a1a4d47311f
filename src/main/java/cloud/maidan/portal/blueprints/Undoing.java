package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.docker.ContainerWorks;
import java.util.Optional;
import java.util.UUID;

/** Lets the container run again that one plan wanted to replace; what the plan made is gone. */
record Undoing(ContainerRuntime runtime, Journal journal, UUID plan) {

    void undo(String name) {
        ContainerWorks works = runtime.works();
        change(() -> works.remove(Names.filling(name)));
        change(() -> works.remove(Names.next(name)));
        runtime.standing(name)
                .filter(there -> there.label(Names.PLAN).equals(plan.toString()))
                .ifPresent(made -> change(() -> works.remove(made.id())));
        Optional<ContainerStanding> former = runtime.standing(Names.former(name));
        if (former.isPresent() && runtime.standing(name).isEmpty()) {
            change(() -> works.rename(former.get().id(), name));
        }
        runtime.standing(name)
                .filter(there ->
                        !there.running() && !there.label(Names.BLUEPRINT).isEmpty())
                .ifPresent(there -> change(() -> works.start(there.id())));
    }

    private void change(Runnable work) {
        journal.stillMine();
        work.run();
    }
}
