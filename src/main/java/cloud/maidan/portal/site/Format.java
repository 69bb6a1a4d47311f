package cloud.maidan.portal.site;

import com.ibm.icu.number.LocalizedNumberFormatter;
import com.ibm.icu.number.NumberFormatter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Numbers, sizes and times in the language and zone of whoever looks at the page; in templates {@code @format}. What is
 * unknown (null) is empty.
 */
@Component("format")
public class Format {

    private static final Map<Locale, LocalizedNumberFormatter> NUMBERS = new ConcurrentHashMap<>();

    private final Clock clock;

    Format(Clock clock) {
        this.clock = clock;
    }

    public String count(@Nullable Number number) {
        return number == null
                ? ""
                : NUMBERS.computeIfAbsent(locale(), NumberFormatter::withLocale)
                        .format(number)
                        .toString();
    }

    /** Decimal units: 1 kB is 1,000 bytes. */
    public String bytes(@Nullable Number bytes) {
        return bytes == null ? "" : Sizes.say(bytes.longValue(), locale());
    }

    public String date(@Nullable Instant moment) {
        return moment == null ? "" : Moments.date(moment, locale(), zone());
    }

    /** The date with its month cut short, for tables and cards. */
    public String day(@Nullable Instant moment) {
        return moment == null ? "" : Moments.day(moment, locale(), zone());
    }

    public String time(@Nullable Instant moment) {
        return moment == null ? "" : Moments.time(moment, locale(), zone());
    }

    /** Date, time and zone. */
    public String instant(@Nullable Instant moment) {
        return moment == null ? "" : Moments.full(moment, locale(), zone());
    }

    /** Such as "2 minutes ago". */
    public String ago(@Nullable Instant moment) {
        return moment == null ? "" : Moments.since(moment, clock.instant(), locale());
    }

    /** The time alone when it was today, the day with the time otherwise. */
    public String when(@Nullable Instant moment) {
        if (moment == null) {
            return "";
        }
        boolean today = moment.atZone(zone())
                .toLocalDate()
                .equals(clock.instant().atZone(zone()).toLocalDate());
        return today ? time(moment) : Moments.dayAndTime(moment, locale(), zone());
    }

    private static Locale locale() {
        return LocaleContextHolder.getLocale();
    }

    private static ZoneId zone() {
        return LocaleContextHolder.getTimeZone().toZoneId();
    }
}
