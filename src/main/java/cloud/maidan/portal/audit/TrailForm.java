package cloud.maidan.portal.audit;

import cloud.maidan.portal.audit.TrailSearch.By;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The search as it stands in the address; what is empty does not matter.
 *
 * @param from first day, ISO-8601
 * @param to last day, ISO-8601
 * @param by a person's id, {@link #PORTAL} or {@link #STRANGER}
 * @param member user name or id of the person whose data it is about
 * @param below number below which the page begins
 */
record TrailForm(
        @Nullable String from,
        @Nullable String to,
        @Nullable String action,
        @Nullable String outcome,
        @Nullable String by,
        @Nullable String member,
        @Nullable String below) {

    static final String PORTAL = "portal";
    static final String STRANGER = "stranger";

    TrailForm {
        from = stripped(from);
        to = stripped(to);
        action = stripped(action);
        outcome = stripped(outcome);
        by = stripped(by);
        member = stripped(member);
        below = stripped(below);
    }

    /** What was typed cannot be looked for. */
    static final class Unreadable extends Exception {

        private final transient Text why;

        Unreadable(String key) {
            super(key);
            this.why = Text.of(key);
        }

        Text why() {
            return why;
        }
    }

    /**
     * @param zone in which days begin
     * @param about whom {@link #member} means; null for nobody in particular
     * @param known every action that there is
     */
    TrailSearch search(ZoneId zone, @Nullable UUID about, Collection<String> known) throws Unreadable {
        LocalDate first = day(from);
        LocalDate last = day(to);
        if (first != null && last != null && last.isBefore(first)) {
            throw new Unreadable("audit.trail.fault.span");
        }
        Instant start = first == null ? null : first.atStartOfDay(zone).toInstant();
        Instant end = last == null ? null : last.plusDays(1).atStartOfDay(zone).toInstant();
        return new TrailSearch(start, end, actions(known), doer(), about);
    }

    /** Anything that is not a number means from the newest on. */
    long start() {
        return below != null && below.matches("\\d{1,18}") ? Long.parseLong(below) : Long.MAX_VALUE;
    }

    /** Whether it asks for anything but the newest. */
    public boolean searched() {
        return !asked().isEmpty();
    }

    /** What was asked, by the names of the fields. */
    Map<String, String> asked() {
        Map<String, String> asked = new TreeMap<>();
        Map<String, Optional<String>> fields = Map.of(
                "from", Optional.ofNullable(from),
                "to", Optional.ofNullable(to),
                "action", Optional.ofNullable(action),
                "outcome", Optional.ofNullable(outcome),
                "by", Optional.ofNullable(by),
                "member", Optional.ofNullable(member));
        fields.forEach((name, value) -> value.ifPresent(said -> asked.put(name, said)));
        return asked;
    }

    static Optional<UUID> id(@Nullable String text) {
        try {
            return text == null || text.length() != 36 ? Optional.empty() : Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private @Nullable Set<String> actions(Collection<String> known) throws Unreadable {
        if (action != null && !known.contains(action)) {
            throw new Unreadable("audit.trail.fault.action");
        }
        Set<String> wanted = action == null ? null : Set.of(action);
        if (outcome == null) {
            return wanted;
        }
        Outcome came = Outcome.named(outcome).orElseThrow(() -> new Unreadable("audit.trail.fault.outcome"));
        Set<String> both = new HashSet<>(came.among(known));
        if (wanted != null) {
            both.retainAll(wanted);
        }
        return both;
    }

    private By doer() throws Unreadable {
        if (by == null) {
            return new By.Anybody();
        }
        return switch (by) {
            case PORTAL -> new By.Portal();
            case STRANGER -> new By.Stranger();
            default -> new By.Person(id(by).orElseThrow(() -> new Unreadable("audit.trail.fault.by")));
        };
    }

    private static @Nullable LocalDate day(@Nullable String text) throws Unreadable {
        try {
            LocalDate day = text == null ? null : LocalDate.parse(text);
            if (day != null && (day.getYear() < 1970 || day.getYear() > 9999)) {
                throw new Unreadable("audit.trail.fault.day");
            }
            return day;
        } catch (DateTimeParseException e) {
            throw new Unreadable("audit.trail.fault.day");
        }
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
