package cloud.maidan.portal.site;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.util.Calendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One sentence in one language: an ICU pattern that also knows {@code {0, bytes}} and takes instants, as values or as
 * ISO-8601 text, for {@code {0, date, …}} and {@code {0, time, …}}. A bare {@code {0}} writes an instant in full. A day,
 * such as {@code 2026-02-28}, is the same day in every zone.
 */
final class Phrase {

    /** A place in the pattern that wants its argument prepared first. */
    private record Place(int argument, Kind kind) {}

    private enum Kind {
        BYTES,
        MOMENT
    }

    private static final ZoneId NO_ZONE = ZoneId.of("UTC");

    private final Locale locale;
    private final Spares<MessageFormat> formats;
    private final Spares<MessageFormat> plainFormats;
    private final int arguments;
    private final List<Place> places;

    /** The whole sentence where it takes no arguments. */
    private final @Nullable String constant;

    private Phrase(Locale locale, String pattern, String plain, int arguments, List<Place> places) {
        this.locale = locale;
        this.formats = new Spares<>(() -> new MessageFormat(pattern, Moments.conventions(locale)));
        this.plainFormats = new Spares<>(() -> new MessageFormat(plain, Moments.conventions(locale)));
        this.arguments = arguments;
        this.places = List.copyOf(places);
        // made once even where it is not said, to find a broken pattern at once
        this.constant = formats.use(format -> arguments == 0 ? format.format(new Object[0]) : null);
    }

    /** @throws IllegalArgumentException when the pattern is none */
    static Phrase parse(String text, Locale locale) {
        MessagePattern parts = new MessagePattern(text);
        int arguments = 0;
        for (int i = 0; i < parts.countParts(); i++) {
            if (parts.getPartType(i) == Part.Type.ARG_NUMBER) {
                arguments = Math.max(arguments, parts.getPart(i).getValue() + 1);
            }
        }
        List<Place> places = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        StringBuilder plain = new StringBuilder();
        int copied = 0;
        int copiedPlain = 0;
        for (int i = 0; i < parts.countParts(); i++) {
            Part part = parts.getPart(i);
            if (part.getType() == Part.Type.ARG_START && part.getArgType() == ArgType.SIMPLE) {
                String type = parts.getSubstring(parts.getPart(i + 2));
                Part number = parts.getPart(i + 1);
                boolean moment = type.equals("date") || type.equals("time");
                if (moment || type.equals("bytes")) {
                    int place = arguments + places.size();
                    int end = parts.getPart(parts.getLimitPartIndex(i)).getIndex();
                    pattern.append(text, copied, number.getIndex()).append(place);
                    plain.append(text, copiedPlain, number.getIndex()).append(place);
                    copied = moment ? number.getLimit() : end;
                    copiedPlain = end;
                    places.add(new Place(number.getValue(), moment ? Kind.MOMENT : Kind.BYTES));
                }
            }
        }
        pattern.append(text, copied, text.length());
        plain.append(text, copiedPlain, text.length());
        return new Phrase(locale, pattern.toString(), plain.toString(), arguments, places);
    }

    String say(ZoneId zone, Object... given) {
        if (constant != null) {
            return constant;
        }
        Object[] values = new Object[arguments + places.size()];
        for (int i = 0; i < arguments; i++) {
            Object value = i < given.length ? given[i] : "";
            Instant moment = moment(value);
            values[i] = moment == null ? value : Moments.full(moment, locale, zone);
        }
        boolean timely = true;
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            Object value = prepared(place, place.argument() < given.length ? given[place.argument()] : "", zone);
            values[arguments + i] = value;
            timely &= place.kind() != Kind.MOMENT || value instanceof Calendar;
        }
        return (timely ? formats : plainFormats).use(format -> format.format(values));
    }

    private Object prepared(Place place, Object value, ZoneId zone) {
        return switch (place.kind()) {
            case BYTES -> value instanceof Number bytes ? Sizes.say(bytes.longValue(), locale) : value;
            case MOMENT -> {
                Instant moment = moment(value);
                Instant day = moment == null ? noon(value) : null;
                yield day != null ? calendar(day, NO_ZONE) : moment == null ? value : calendar(moment, zone);
            }
        };
    }

    private Calendar calendar(Instant moment, ZoneId zone) {
        Calendar calendar = Calendar.getInstance(Moments.zone(zone), Moments.conventions(locale));
        calendar.setTimeInMillis(moment.toEpochMilli());
        return calendar;
    }

    private static @Nullable Instant noon(Object value) {
        if (value instanceof String text && text.length() == 10 && text.charAt(4) == '-') {
            try {
                return LocalDate.parse(text).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable Instant moment(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof String text
                && text.length() >= 20
                && text.length() <= 35
                && text.charAt(10) == 'T'
                && text.endsWith("Z")) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                return null;
            }
        }
        return null;
    }
}
