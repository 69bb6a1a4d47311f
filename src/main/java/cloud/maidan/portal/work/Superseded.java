package cloud.maidan.portal.work;

/** This run no longer holds its step: another run took over, or the step was cancelled. */
public class Superseded extends RuntimeException {

    public Superseded(StepId step) {
        super("step " + step.value() + " is no longer this run's", null, false, false);
    }
}
