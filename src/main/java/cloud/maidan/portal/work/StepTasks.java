package cloud.maidan.portal.work;

import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Finds the task that carries out a kind of step. */
@Component
class StepTasks {

    private final ObjectProvider<StepTask> tasks;

    StepTasks(ObjectProvider<StepTask> tasks) {
        this.tasks = tasks;
    }

    Optional<StepTask> of(String kind) {
        return tasks.stream().filter(task -> task.kind().equals(kind)).findFirst();
    }
}
