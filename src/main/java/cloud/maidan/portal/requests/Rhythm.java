package cloud.maidan.portal.requests;

import cloud.maidan.portal.subject.MemberId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;

/** How often exports are made by themselves. */
public enum Rhythm {
    MONTHLY(1),
    QUARTERLY(3);

    /** In the night; members are spread over three hours. */
    private static final LocalTime EARLIEST = LocalTime.of(1, 0);

    private static final int SPREAD = 180;

    private final int months;

    Rhythm(int months) {
        this.months = months;
    }

    /**
     * The next time after now: as many months after the first day as it takes, always on the same day of the month, or
     * the month's last.
     */
    Instant next(LocalDate first, MemberId member, ZoneId zone, Instant now) {
        LocalTime time = EARLIEST.plusMinutes(Math.floorMod(member.value().hashCode(), SPREAD));
        for (int times = 1; ; times++) {
            Instant next = ZonedDateTime.of(first.plusMonths((long) times * months), time, zone)
                    .toInstant();
            if (next.isAfter(now)) {
                return next;
            }
        }
    }

    /** Key of its name. */
    public String key() {
        return "requests.rhythm." + name().toLowerCase(Locale.ROOT);
    }
}
