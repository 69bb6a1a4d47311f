package cloud.maidan.portal.retention;

import cloud.maidan.portal.services.Retention;
import cloud.maidan.portal.services.Retention.Kind;
import cloud.maidan.portal.subject.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** Periods as people type them, ISO 8601 such as {@code P90D} or {@code P1Y6M}, and as sentences. */
final class Periods {

    /** What is kept longer than that is not bounded in any sense that matters to the person it is about. */
    private static final Period LONGEST = Period.ofYears(20);

    private static final int LONGEST_TYPED = 20;

    private Periods() {}

    /** What was typed. */
    sealed interface Reading {

        record Good(Period period) implements Reading {}

        record Wrong(Text why) implements Reading {}
    }

    static Reading read(String typed, Kind kind) {
        String text = typed.strip().toUpperCase(Locale.ROOT);
        Period period;
        try {
            period = Period.parse(text.length() > LONGEST_TYPED ? "" : text);
        } catch (DateTimeException e) {
            return new Reading.Wrong(Text.of("retention.period.unreadable"));
        }
        return fault(period, kind).<Reading>map(Reading.Wrong::new).orElseGet(() -> new Reading.Good(period));
    }

    /** Why nothing of the kind can be kept that long; empty when it can. */
    static Optional<Text> fault(Period period, Kind kind) {
        if (period.isZero()) {
            return Optional.of(Text.of("retention.period.zero"));
        }
        if (period.getYears() < 0 || period.getMonths() < 0 || period.getDays() < 0) {
            return Optional.of(Text.of("retention.period.unreadable"));
        }
        if (Retention.days(period) > Retention.days(LONGEST)) {
            return Optional.of(Text.of("retention.period.too-long", LONGEST.getYears()));
        }
        if (Retention.days(period) < Retention.days(kind.shortest())) {
            return Optional.of(Text.of("retention.period.too-short", Retention.days(kind.shortest())));
        }
        return Optional.empty();
    }

    /** What is older at that time is to go. */
    static Instant before(Instant now, Period period) {
        return now.atOffset(ZoneOffset.UTC).minus(period).toInstant();
    }

    /** When something of that time is to go. */
    static Instant after(Instant at, Period period) {
        return at.atOffset(ZoneOffset.UTC).plus(period).toInstant();
    }

    static Text said(Period period) {
        long months = period.toTotalMonths();
        if (months == 0) {
            return Text.of("retention.days", period.getDays());
        }
        if (period.getDays() != 0) {
            return Text.of("retention.months-and-days", months, period.getDays());
        }
        return months % 12 == 0 ? Text.of("retention.years", months / 12) : Text.of("retention.months", months);
    }
}
