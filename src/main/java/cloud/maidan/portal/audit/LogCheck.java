package cloud.maidan.portal.audit;

import java.util.Optional;
import java.util.Set;

/** Follows a file line by line and stops at the first thing that does not fit. */
interface LogCheck {

    /** @param record id of the first record that does not fit; 0 when it is not a matter of one */
    record Broken(long record, String why) {}

    void accept(Line line);

    /** Empty when everything fits. */
    Optional<Broken> verdict();

    long records();

    long batches();

    long unlinkedRecords();

    /** Keys that signed what was checked. */
    Set<String> signers();
}
