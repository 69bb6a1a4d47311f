package cloud.maidan.portal.work;

import java.time.Instant;

/** Something to be tidied up about once an hour, by one node at a time; a fault is logged and waits for the next hour. */
public interface Upkeep {

    void tidy(Instant now);
}
