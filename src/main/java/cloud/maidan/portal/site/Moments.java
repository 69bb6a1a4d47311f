package cloud.maidan.portal.site;

import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.RelativeDateTimeFormatter;
import com.ibm.icu.text.RelativeDateTimeFormatter.Direction;
import com.ibm.icu.text.RelativeDateTimeFormatter.RelativeUnit;
import com.ibm.icu.util.Calendar;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/** Points in time as people write them. */
final class Moments {

    private Moments() {}

    static String date(Instant moment, Locale locale, ZoneId zone) {
        return pattern("yMMMMd", moment, locale, zone);
    }

    /** Hour and minute, always of 24 hours. */
    static String time(Instant moment, Locale locale, ZoneId zone) {
        return pattern("Hm", moment, locale, zone);
    }

    /** Date, time and zone. */
    static String full(Instant moment, Locale locale, ZoneId zone) {
        return pattern("yMMMMdHm", moment, locale, zone) + " (" + zone.getId() + ")";
    }

    static String day(Instant moment, Locale locale, ZoneId zone) {
        return pattern("yMMMd", moment, locale, zone);
    }

    static String dayAndTime(Instant moment, Locale locale, ZoneId zone) {
        return pattern("yMMMdHm", moment, locale, zone);
    }

    static String since(Instant moment, Instant now, Locale locale) {
        Duration age = Duration.between(moment, now);
        if (age.isNegative()) {
            age = Duration.ZERO;
        }
        RelativeDateTimeFormatter formatter = RelativeDateTimeFormatter.getInstance(conventions(locale));
        if (age.toDays() > 0) {
            return formatter.format(age.toDays(), Direction.LAST, RelativeUnit.DAYS);
        }
        if (age.toHours() > 0) {
            return formatter.format(age.toHours(), Direction.LAST, RelativeUnit.HOURS);
        }
        if (age.toMinutes() > 0) {
            return formatter.format(age.toMinutes(), Direction.LAST, RelativeUnit.MINUTES);
        }
        return formatter.format(Direction.PLAIN, RelativeDateTimeFormatter.AbsoluteUnit.NOW);
    }

    /** English without a country is written day first, as most of the world reads it. */
    static ULocale conventions(Locale locale) {
        return locale.getLanguage().equals("en") && locale.getCountry().isEmpty()
                ? ULocale.UK
                : ULocale.forLocale(locale);
    }

    private static String pattern(String skeleton, Instant moment, Locale locale, ZoneId zone) {
        ULocale language = conventions(locale);
        Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone(zone.getId()), language);
        calendar.setTimeInMillis(moment.toEpochMilli());
        return DateFormat.getPatternInstance(skeleton, language).format(calendar);
    }
}
