package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Blueprint;
import cloud.maidan.portal.provisioning.StandingRows.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service that there is a blueprint of, as pages show it.
 *
 * @param containers those the operator saw
 * @param open the plan that is not ended; null when there is none
 */
record PlannedService(
        Blueprint blueprint,
        List<Standing> containers,
        @Nullable PlanRow open) {

    PlannedService {
        containers = List.copyOf(containers);
    }

    public boolean there() {
        return !containers.isEmpty();
    }

    public boolean running() {
        return there() && containers.stream().allMatch(Standing::running);
    }

    public boolean well() {
        return there() && containers.stream().allMatch(Standing::well);
    }

    /** Made from another blueprint than the one there is now. */
    public boolean outdated() {
        return containers.stream().anyMatch(each -> !each.blueprintHash().equals(blueprint.hash()));
    }

    public String stateKey() {
        if (!there()) {
            return "provisioning.service.absent";
        }
        if (containers.stream().noneMatch(Standing::running)) {
            return "provisioning.service.stopped";
        }
        return well() ? "provisioning.service.well" : "provisioning.service.unwell";
    }
}
