package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.docker.ContainerWorks.Fetched;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run wrote down, kept while the run is killed and begun again. */
public final class MemoryJournal implements Journal {

    public final List<PlanStep> ended = new ArrayList<>();
    private @Nullable Text turnedBack;

    @Override
    public void stillMine() {}

    @Override
    public void began(PlanStep step) {}

    @Override
    public void ended(PlanStep step) {
        ended.add(step);
    }

    @Override
    public void fetched(String image, Fetched fetched) {}

    @Override
    public Optional<Text> turnedBack() {
        return Optional.ofNullable(turnedBack);
    }

    @Override
    public void turnBack(Text why) {
        turnedBack = why;
    }
}
