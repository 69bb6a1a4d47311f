package cloud.maidan.portal.provisioning;

import cloud.maidan.portal.blueprints.Names;
import cloud.maidan.portal.docker.ContainerFacts;
import cloud.maidan.portal.docker.EngineFacts;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Whether an engine is in a Swarm as the operator was told, and what to do when it is not. */
record SwarmCheck(EngineFacts engine, List<ContainerFacts> containers) {

    private static final String OF_A_SERVICE = "com.docker.swarm.service.id";

    /** @param chosen whether {@code portal.docker.orchestration} says swarm */
    List<Text> wrong(boolean chosen) {
        List<Text> wrong = new ArrayList<>();
        if (chosen) {
            notManaged(wrong);
            ours(container -> !container.labels().containsKey(OF_A_SERVICE))
                    .forEach(name -> wrong.add(Text.of("provisioning.swarm.alone", name)));
        } else {
            ours(container -> container.labels().containsKey(OF_A_SERVICE))
                    .forEach(name -> wrong.add(Text.of("provisioning.swarm.not-chosen", name)));
        }
        return wrong;
    }

    private void notManaged(List<Text> wrong) {
        if (!engine.swarm().joined()) {
            wrong.add(Text.of("provisioning.swarm.none", engine.swarm().state()));
        } else if (!engine.swarm().manager()) {
            wrong.add(Text.of("provisioning.swarm.worker", engine.swarm().node()));
        } else if (!engine.confinesServices()) {
            wrong.add(Text.of("provisioning.swarm.drops", engine.version()));
        }
    }

    private List<String> ours(Predicate<ContainerFacts> which) {
        return containers.stream()
                .filter(container -> container.labels().containsKey(Names.BLUEPRINT))
                .filter(which)
                .map(ContainerFacts::name)
                .sorted()
                .toList();
    }
}
