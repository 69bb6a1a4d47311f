package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.docker.ContainerRuntime;
import cloud.maidan.portal.docker.ContainerStanding;
import cloud.maidan.portal.docker.ContainerWorks;
import cloud.maidan.portal.docker.EngineFault;
import cloud.maidan.portal.subject.Text;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets one container of a service that stands read other settings: it is replaced by one that does, and put back when
 * that does not become well. It may be killed at any point and begun again with the same request and journal.
 *
 * @param pace between two looks at a container that is not well yet
 */
public record SettingRun(ContainerRuntime runtime, OperatorKey key, Duration pace) {

    /**
     * Whether the container runs just as the last plan and the settings written since made it, so that nothing else
     * changes with a setting.
     *
     * @param values of the blueprint's parameters
     */
    public boolean asPlanned(Blueprint blueprint, Map<String, String> values, String part) {
        return runtime.standing(Names.container(blueprint.service(), part))
                .filter(ContainerStanding::running)
                .filter(there ->
                        wanted(blueprint, values, part, there.imageId()).hash().equals(there.label(Names.SPEC)))
                .isPresent();
    }

    /** @throws EngineFault of a kind that passes; whoever runs it tries again later */
    public Outcome write(UUID request, Blueprint blueprint, Map<String, String> values, String part, Journal journal) {
        String container = Names.container(blueprint.service(), part);
        if (journal.turnedBack().isEmpty()) {
            try {
                forward(request, container, wanted(blueprint, values, part, image(container)), journal);
                return new Outcome.Done();
            } catch (Sick sick) {
                journal.turnBack(sick.why());
            } catch (EngineFault fault) {
                if (PlanRun.passes(fault)) {
                    throw fault;
                }
                journal.turnBack(Text.of(fault.why().key(), fault.detail()));
            }
        }
        new Undoing(runtime, journal, request).undo(container);
        return new Outcome.PutBack(journal.turnedBack().orElseThrow());
    }

    private void forward(UUID request, String container, Wanted wanted, Journal journal) {
        ContainerWorks works = runtime.works();
        PartSwitch part = new PartSwitch(runtime, journal, request, wanted);
        if (!part.right()) {
            part.prepare();
            part.change();
        } else if (runtime.standing(container)
                .filter(ContainerStanding::running)
                .isEmpty()) {
            journal.stillMine();
            works.start(container);
        }
        new Wellness(runtime, journal, pace).await(container, wanted.patience());
        for (String left : new String[] {Names.former(container), Names.filling(container)}) {
            journal.stillMine();
            works.remove(left);
        }
    }

    private Wanted wanted(Blueprint blueprint, Map<String, String> values, String part, String image) {
        return new Assembly(blueprint, blueprint.filled(values), key).wanted(part, image);
    }

    /** The image stays the one that runs, or ran before this was begun. */
    private String image(String container) {
        return Optional.<ContainerStanding>empty()
                .or(() -> runtime.standing(container))
                .or(() -> runtime.standing(Names.former(container)))
                .map(ContainerStanding::imageId)
                .orElseThrow(() -> new Sick(container, "gone"));
    }
}
