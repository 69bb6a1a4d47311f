package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.docker.ContainerWorks;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts one container in the place of its former self, and back. Each method looks first at what there is, so that it
 * may be called again after a kill at any point of it.
 */
record PartSwitch(ContainerRuntime runtime, Journal journal, UUID plan, Wanted wanted) {

    /** Whether it is as it should be, by this plan or an earlier one. */
    boolean right() {
        return current()
                .filter(there -> there.label(Names.SPEC).equals(wanted.hash()))
                .isPresent();
    }

    /** Makes the new container beside the old one, which runs on. */
    void prepare() {
        ContainerWorks works = runtime.works();
        Optional<ContainerStanding> next = runtime.standing(Names.next(wanted.name()));
        if (next.isPresent() && !mine(next.get())) {
            change(() -> works.remove(next.get().id()));
        }
        if (next.filter(this::mine).isEmpty()) {
            fill();
            change(() -> works.create(wanted.next(plan)));
        }
    }

    /** Stops the old container and starts the new one in its place. */
    void change() {
        ContainerWorks works = runtime.works();
        Optional<ContainerStanding> current = current();
        if (current.isPresent() && !mine(current.get())) {
            change(() -> works.stop(current.get().id(), wanted.spec().stopAfter()));
            change(() -> works.remove(Names.former(wanted.name())));
            change(() -> works.rename(current.get().id(), Names.former(wanted.name())));
        }
        if (current.filter(this::mine).isEmpty()) {
            change(() -> works.rename(Names.next(wanted.name()), wanted.name()));
        }
        change(() -> works.start(wanted.name()));
    }

    private void fill() {
        ContainerWorks works = runtime.works();
        Map<String, String> labels = Map.of(Names.BLUEPRINT, wanted.service());
        boolean fresh = current().isEmpty()
                && runtime.standing(Names.former(wanted.name())).isEmpty();
        wanted.spec().volumes().forEach(volume -> change(() -> works.volume(volume.name(), labels)));
        if (fresh || wanted.files().isPresent()) {
            change(() -> works.fill(wanted.filling(fresh)));
        }
    }

    private Optional<ContainerStanding> current() {
        return runtime.standing(wanted.name());
    }

    private boolean mine(ContainerStanding there) {
        return there.label(Names.PLAN).equals(plan.toString());
    }

    private void change(Runnable work) {
        journal.stillMine();
        work.run();
    }
}
