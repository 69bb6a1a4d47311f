package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.docker.ContainerWorks.Fetched;
import cloud.maidan.portal.subject.Text;
import java.util.Optional;

/** Where a run writes down how far it is, so that whoever takes over after it knows. */
public interface Journal {

    /** Asked before each change at the engine; throws when somebody else has taken over. */
    void stillMine();

    void began(PlanStep step);

    void ended(PlanStep step);

    void fetched(String image, Fetched fetched);

    /** Why everything is being put back; empty while it goes forward. */
    Optional<Text> turnedBack();

    /** From here on, whoever goes on puts everything back. */
    void turnBack(Text why);

    /** Does something between two entries. */
    default void step(PlanStep.Kind kind, String subject, Runnable work) {
        PlanStep step = new PlanStep(kind, subject, "");
        stillMine();
        began(step);
        work.run();
        ended(step);
    }
}
