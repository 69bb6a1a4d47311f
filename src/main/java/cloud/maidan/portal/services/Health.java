package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.List;

/** Whether a service can be reached and what the portal may do there. */
public sealed interface Health {

    record Well(String version) implements Health {}

    /** Reachable, but rights are missing; each sentence names one. */
    record Lacking(String version, List<Text> missing) implements Health {}

    record Unreachable(Fault fault) implements Health {}
}
