package cloud.maidan.portal.rights;

import cloud.maidan.portal.subject.Text;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One law's clock as it stands from a day on, read from {@code clocks/*.yaml}, where its sources are named.
 *
 * @param from what has to have happened for the time to run; the latest counts
 * @param extension how much longer an answer may take, once; null when the law knows no extension
 * @param pauses whether the time stands still while we wait for an answer to a question
 * @param acknowledge until when the receipt is to be confirmed; null when the law does not ask for it
 * @param endsOnWorkingDay whether an end on a weekend or a holiday moves to the next working day
 */
record ClockProfile(
        String id,
        LocalDate inForce,
        Set<Start> from,
        Period answer,
        @Nullable Period extension,
        boolean pauses,
        @Nullable Acknowledge acknowledge,
        boolean endsOnWorkingDay,
        Set<DayOfWeek> weekend,
        List<String> holidays,
        Set<DayOfWeek> substitutes) {

    enum Start {
        REQUEST,
        IDENTITY
    }

    /** @param working whether working days are counted @param of for which rights; all when empty */
    record Acknowledge(int days, boolean working, Set<Right> of) {}

    /** @param on null while the time stands still @param steps how one comes to it, in the order of reading */
    record Due(@Nullable LocalDate on, List<Text> steps) {}

    ClockProfile {
        from = Set.copyOf(from);
        weekend = Set.copyOf(weekend);
        holidays = List.copyOf(holidays);
        substitutes = Set.copyOf(substitutes);
        if (!whole(answer) || extension != null && !whole(extension)) {
            throw new IllegalArgumentException("a period of months or of days: " + id);
        }
    }

    /** @param own holidays that the community keeps besides */
    WorkingDays workingDays(List<String> own) {
        List<String> all = new ArrayList<>(holidays);
        all.addAll(own);
        return new WorkingDays(weekend, all, substitutes);
    }

    Optional<LocalDate> acknowledgeBy(Right right, LocalDate received, WorkingDays working) {
        Acknowledge rule = acknowledge;
        if (rule == null || !rule.of().isEmpty() && !rule.of().contains(right)) {
            return Optional.empty();
        }
        return Optional.of(rule.working() ? working.after(received, rule.days()) : received.plusDays(rule.days()));
    }

    /** The last day on which the answer is in time, and how one comes to it. */
    Due due(Course course, WorkingDays working) {
        List<Text> steps = new ArrayList<>();
        LocalDate start = start(course, steps);
        LocalDate end = period("rights.clock.answer", start, answer, answer, steps);
        Period more = extension;
        if (course.extended() && more != null) {
            end = period("rights.clock.extended", start, answer.plus(more), more, steps);
        }
        if (pauses) {
            for (Course.Pause pause : course.pauses()) {
                if (pause.answered() == null) {
                    long left = Math.max(0, ChronoUnit.DAYS.between(pause.asked(), end));
                    steps.add(Text.of("rights.clock.standing", said(pause.asked()), left));
                    return new Due(null, steps);
                }
                if (pause.days() > 0) {
                    end = end.plusDays(pause.days());
                    steps.add(Text.of(
                            "rights.clock.paused",
                            said(pause.asked()),
                            said(pause.answered()),
                            pause.days(),
                            said(end)));
                }
            }
        }
        return new Due(endsOnWorkingDay ? working(end, working, steps) : end, steps);
    }

    private LocalDate start(Course course, List<Text> steps) {
        LocalDate received = course.received();
        steps.add(Text.of("rights.clock.received", said(received)));
        LocalDate identified = course.identified();
        if (!from.contains(Start.IDENTITY) || !course.doubted()) {
            return received;
        }
        if (identified == null) {
            steps.add(Text.of("rights.clock.identity-open"));
            return received;
        }
        if (!identified.isAfter(received)) {
            return received;
        }
        steps.add(Text.of("rights.clock.identified", said(identified)));
        return identified;
    }

    /** @param whole what is counted from the start @param named what the sentence names */
    private static LocalDate period(String key, LocalDate start, Period whole, Period named, List<Text> steps) {
        LocalDate end = start.plus(whole);
        boolean months = named.getMonths() > 0;
        int count = months ? named.getMonths() : named.getDays();
        boolean shorter = whole.getMonths() > 0 && end.getDayOfMonth() < start.getDayOfMonth();
        steps.add(Text.of(key + (months ? ".months" : ".days"), count, said(end)));
        if (shorter) {
            steps.add(Text.of("rights.clock.last-of-month", said(end)));
        }
        return end;
    }

    private static LocalDate working(LocalDate end, WorkingDays working, List<Text> steps) {
        LocalDate moved = working.notBefore(end);
        if (!moved.equals(end)) {
            steps.add(Text.of(
                    working.holiday(end) ? "rights.clock.holiday" : "rights.clock.weekend", said(end), said(moved)));
        }
        return moved;
    }

    /** As sentences take a day. */
    static String said(LocalDate day) {
        return day.toString();
    }

    private static boolean whole(Period period) {
        return period.getYears() == 0 && (period.getMonths() > 0) != (period.getDays() > 0) && !period.isNegative();
    }
}
