package cloud.maidan.portal.rights;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which days are worked on. A holiday is written {@code 12-25}, {@code 2026-12-24} (that year only), {@code easter-2}, or
 * {@code 05 last MONDAY}, which may be followed by {@code +1} for the day after.
 *
 * @param substitutes weekdays on which a holiday moves to the next day that is free of both
 */
record WorkingDays(Set<DayOfWeek> weekend, List<String> holidays, Set<DayOfWeek> substitutes) {

    private static final Pattern EASTER = Pattern.compile("easter([+-]\\d{1,2})");
    private static final Pattern WEEKDAY =
            Pattern.compile("(\\d\\d) (first|second|third|fourth|last) ([A-Z]+)( \\+1)?");
    private static final Map<String, Integer> PLACES =
            Map.of("first", 1, "second", 2, "third", 3, "fourth", 4, "last", -1);

    /** @throws IllegalArgumentException when a holiday is not written as above, or no day would be worked on */
    WorkingDays {
        weekend = Set.copyOf(weekend);
        holidays = List.copyOf(holidays);
        substitutes = Set.copyOf(substitutes);
        if (weekend.size() == DayOfWeek.values().length) {
            throw new IllegalArgumentException("no day is worked on");
        }
        for (String holiday : holidays) {
            in(2026, holiday);
        }
    }

    boolean worked(LocalDate day) {
        return !weekend.contains(day.getDayOfWeek()) && !holiday(day);
    }

    boolean holiday(LocalDate day) {
        return in(day.getYear()).contains(day);
    }

    /** The day itself when it is worked on. */
    LocalDate notBefore(LocalDate day) {
        LocalDate next = day;
        while (!worked(next)) {
            next = next.plusDays(1);
        }
        return next;
    }

    /** The given number of working days later; the day itself does not count. */
    LocalDate after(LocalDate day, int days) {
        LocalDate later = day;
        for (int counted = 0; counted < days; counted++) {
            later = notBefore(later.plusDays(1));
        }
        return later;
    }

    private Set<LocalDate> in(int year) {
        Set<LocalDate> free = new TreeSet<>();
        for (String holiday : holidays) {
            LocalDate day = in(year, holiday);
            if (day.getYear() == year) {
                free.add(day);
            }
        }
        for (LocalDate day : List.copyOf(free)) {
            if (substitutes.contains(day.getDayOfWeek())) {
                LocalDate instead = day;
                while (weekend.contains(instead.getDayOfWeek()) || free.contains(instead)) {
                    instead = instead.plusDays(1);
                }
                free.add(instead);
            }
        }
        return free;
    }

    private static LocalDate in(int year, String holiday) {
        if (holiday.matches("\\d{4}-\\d\\d-\\d\\d")) {
            return LocalDate.parse(holiday);
        }
        if (holiday.matches("\\d\\d-\\d\\d")) {
            return MonthDay.parse("--" + holiday).atYear(year);
        }
        Matcher easter = EASTER.matcher(holiday);
        if (easter.matches()) {
            return easter(year).plusDays(Integer.parseInt(easter.group(1)));
        }
        Matcher weekday = WEEKDAY.matcher(holiday);
        if (weekday.matches()) {
            LocalDate day = LocalDate.of(year, Integer.parseInt(weekday.group(1)), 1)
                    .with(TemporalAdjusters.dayOfWeekInMonth(
                            PLACES.getOrDefault(weekday.group(2), 1),
                            DayOfWeek.valueOf(weekday.group(3).toUpperCase(Locale.ROOT))));
            return weekday.group(4) == null ? day : day.plusDays(1);
        }
        throw new IllegalArgumentException("not a holiday: " + holiday);
    }

    /** Sunday of the Western churches, by Gauss' rule as Oudin gave it. */
    private static LocalDate easter(int year) {
        int golden = year % 19;
        int century = year / 100;
        int moon = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
        int full = moon - moon / 28 * (1 - moon / 28 * (29 / (moon + 1)) * ((21 - golden) / 11));
        int weekday = (year + year / 4 + full + 2 - century + century / 4) % 7;
        int offset = full - weekday;
        int month = 3 + (offset + 40) / 44;
        return LocalDate.of(year, month, offset + 28 - 31 * (month / 4));
    }
}
