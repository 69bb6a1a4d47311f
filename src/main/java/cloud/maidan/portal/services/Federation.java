package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.List;

/** Whom a service talks to beyond the community: what is so, what a policy would mean, and what differs from it. */
public non-sealed interface Federation extends Capability {

    /** Whom the service talks to now, in one sentence; asked now. @throws ServiceFault when the service fails */
    Text reach();

    /** What the policy means for the service, whatever is set there today; asks nobody and changes nothing. */
    List<Measure> meaning(FederationPolicy policy);

    /**
     * Takes every measure that can be taken; repeating changes nothing.
     *
     * @return what came of each measure of {@link #meaning}, in its order
     * @throws ServiceFault when the service fails; what was done until then stands
     */
    List<Taken> enforce(FederationPolicy policy, Turn turn);

    /** Where the service differs from the policy, now. @throws ServiceFault when the service fails */
    List<Drift> drift(FederationPolicy policy);

    /** One thing that a policy means for a service. @param id stable within the service */
    record Measure(String id, Text what, Way way) {}

    /** How a measure is taken. */
    sealed interface Way {

        /** By us, at once. */
        record Live() implements Way {}

        /** By a person, as {@link Applied.ByHand}. */
        record ByHand(String file, String key, String value) implements Way {}

        record Cannot(Text why) implements Way {}
    }

    record Taken(Measure measure, Applied applied) {}

    /**
     * Something that is not as the policy wants it.
     *
     * @param item stable within the service, as long as it is the same thing
     * @param mendable whether {@link #enforce} puts an end to it
     */
    record Drift(String item, Kind kind, Text what, boolean mendable) {

        public enum Kind {
            /** The service is set otherwise. */
            CONFIGURATION,
            /** Whatever the service is set to, it holds something from others, or others something of it. */
            STORED
        }
    }
}
