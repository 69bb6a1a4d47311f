package cloud.maidan.portal.site;

import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.RelativeDateTimeFormatter;
import com.ibm.icu.text.RelativeDateTimeFormatter.Direction;
import com.ibm.icu.text.RelativeDateTimeFormatter.RelativeUnit;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Points in time as people write them. */
final class Moments {

    private static final Map<Kind, Spares<DateFormat>> FORMATS = new ConcurrentHashMap<>();
    private static final Map<ULocale, RelativeDateTimeFormatter> SINCE = new ConcurrentHashMap<>();
    private static final Map<ZoneId, TimeZone> ZONES = new ConcurrentHashMap<>();

    private Moments() {}

    private record Kind(String skeleton, ULocale language) {

        Spares<DateFormat> formats() {
            return new Spares<>(() -> DateFormat.getPatternInstance(skeleton, language));
        }
    }

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
        RelativeDateTimeFormatter formatter =
                SINCE.computeIfAbsent(conventions(locale), RelativeDateTimeFormatter::getInstance);
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
        return FORMATS.computeIfAbsent(new Kind(skeleton, conventions(locale)), Kind::formats)
                .use(format -> {
                    format.setTimeZone(zone(zone));
                    return format.format((Object) moment.toEpochMilli());
                });
    }

    static TimeZone zone(ZoneId zone) {
        return ZONES.computeIfAbsent(
                zone, id -> TimeZone.getTimeZone(id.getId()).freeze());
    }
}
