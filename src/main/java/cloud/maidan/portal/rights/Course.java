package cloud.maidan.portal.rights;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a request that its clock counts, in days of the community's zone.
 *
 * @param identified when it was proven who asked; null while it is not, or when it never was in doubt
 * @param doubted whether it was, or still is, to be proven who asked
 */
record Course(
        LocalDate received, boolean doubted, @Nullable LocalDate identified, List<Pause> pauses, boolean extended) {

    Course {
        pauses = List.copyOf(pauses);
    }

    /** Received on that day from somebody known. */
    static Course from(LocalDate received) {
        return new Course(received, false, null, List.of(), false);
    }

    /** We asked for something without which we cannot go on. @param answered null while we wait */
    record Pause(LocalDate asked, @Nullable LocalDate answered) {

        /** A question answered on the day it was asked stops nothing; nor does a clock that was set back. */
        long days() {
            return answered == null ? 0 : Math.max(0, ChronoUnit.DAYS.between(asked, answered));
        }
    }
}
