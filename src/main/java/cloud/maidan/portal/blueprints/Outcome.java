package cloud.maidan.portal.blueprints;

import cloud.maidan.portal.subject.Text;

/** How carrying out a plan ended. */
public sealed interface Outcome {

    record Done() implements Outcome {}

    /** What was there before runs again. */
    record PutBack(Text why) implements Outcome {}
}
