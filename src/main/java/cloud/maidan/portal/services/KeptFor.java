package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Optional;

/** How long data is kept by the rules in force. */
public interface KeptFor {

    /** How long, and when the oldest of it goes; empty when no rule is in force for the category. */
    Optional<Text> said(ServiceId service, Category category);

    /** Every kind of the service whose rule is in force, in its own order. */
    List<Kept> by(ServiceId service);

    /** @param period such as "90 days" */
    record Kept(Text what, Text period) {}
}
