package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how long a service keeps data (GDPR Art. 5(1)(e)). Each kind is bounded in one way only: the portal deletes what
 * is older ({@link Swept}), the service does so by a setting of its own ({@link Live}, {@link InFile}), or nobody can
 * ({@link Unbounded}).
 */
public non-sealed interface Retention extends Capability {

    /** In the order they are shown. */
    List<Kind> kinds();

    /** Whole days, for comparing and for services that count in days: a month has 30, a year 365. */
    static long days(Period period) {
        return period.getYears() * 365L + period.getMonths() * 30L + period.getDays();
    }

    /** How long a kind that is set at the service is kept now, asked anew. */
    default Found found(String kind) {
        return new Found.Unsaid();
    }

    /** What to say when a kind that is set at the service is not kept that many days now; empty when it is. */
    default Optional<Text> differing(String kind, long days, Text said) {
        return found(kind).equals(new Found.Kept(Period.ofDays(Math.toIntExact(days))))
                ? Optional.empty()
                : Optional.of(said);
    }

    /**
     * Has the service keep a {@link Live} or {@link InFile} kind that long from now on. Repeating has no further effect.
     *
     * @param turn asked before anything is changed
     */
    default Applied keep(String kind, Period period, Turn turn) {
        throw new IllegalArgumentException("not set at the service: " + kind);
    }

    /**
     * One page of the items of a {@link Swept} kind that are older than a time; reading has no side effect. Items of a group
     * come in the order in which they can go.
     *
     * @param from {@link Cursor#START}, or what the page before said; it stays good while items go
     */
    default AgedPage aged(String kind, Instant before, Cursor from) {
        throw new IllegalArgumentException("not swept: " + kind);
    }

    /** How many items of a swept kind are not older than that; counting may stop at {@code enough}. */
    default long staying(String kind, Instant before, long enough) {
        throw new IllegalArgumentException("not swept: " + kind);
    }

    /**
     * Deletes exactly these items of a swept kind, for good; what is gone already is no fault. In a group what cannot go
     * without taking along something that was not named stays.
     *
     * @param turn asked before each call that cannot be undone
     */
    default void delete(String kind, List<Aged> items, Turn turn) {
        throw new IllegalArgumentException("not swept: " + kind);
    }

    /**
     * A kind of data whose age can be bounded.
     *
     * @param id stable name within the service, such as {@code messages}
     * @param categories ids of the {@link Category categories} it is part of, as a member sees them
     * @param heldAs what one item is called where it is held for a legal claim, see {@code subject.Holds}
     * @param shortest the shortest period that works
     * @param suggested what a community starts with; empty to keep what the service does by itself
     */
    record Kind(
            String id,
            Text what,
            Text purpose,
            LegalBasis basis,
            Set<String> categories,
            String heldAs,
            Period shortest,
            Optional<Period> suggested,
            Means means) {

        public Kind {
            categories = Set.copyOf(categories);
        }

        /** With the sentences {@code <service>.retention.<id>} and {@code .purpose}, kept at least a day. */
        public static Kind of(String service, String id, LegalBasis basis, Means means) {
            String key = service + ".retention." + id;
            return new Kind(
                    id,
                    Text.of(key),
                    Text.of(key + ".purpose"),
                    basis,
                    Set.of(),
                    id,
                    Period.ofDays(1),
                    Optional.empty(),
                    means);
        }

        public Kind within(String... ids) {
            return new Kind(id, what, purpose, basis, Set.of(ids), heldAs, shortest, suggested, means);
        }

        public Kind heldAs(String word) {
            return new Kind(id, what, purpose, basis, categories, word, shortest, suggested, means);
        }

        public Kind atLeast(Period period) {
            return new Kind(id, what, purpose, basis, categories, heldAs, period, suggested, means);
        }

        public Kind suggesting(Period period) {
            return new Kind(id, what, purpose, basis, categories, heldAs, shortest, Optional.of(period), means);
        }
    }

    /** By which means a kind is bounded. */
    sealed interface Means {}

    /** The portal deletes what is older, item by item. */
    record Swept() implements Means {}

    /** The service deletes by itself; the period is set while it runs. */
    record Live() implements Means {}

    /** The service deletes by itself; the period stands in a file that it reads when it starts. */
    record InFile() implements Means {}

    /** Nobody can bound it. @param why and what to do instead */
    record Unbounded(Text why) implements Means {}

    /** How long a service keeps something now. */
    sealed interface Found {

        record Kept(Period period) implements Found {}

        record ForEver() implements Found {}

        /** The service tells nobody. */
        record Unsaid() implements Found {}
    }

    /**
     * Something that is older than a time.
     *
     * @param id the service's own, stable
     * @param group items of one group can only go from its first on, so that what follows one that stays, stays; empty when
     *     the item stands for itself
     * @param account whose it is, by the service's id of the account; null when nobody's
     * @param bytes zero when unknown
     * @param at since when its age counts
     */
    record Aged(String id, String group, @Nullable String account, long bytes, Instant at) {}

    /** @param next where the next page starts; empty at the end, which an empty page is not */
    record AgedPage(List<Aged> items, Optional<Cursor> next) {

        public static final AgedPage NOTHING = new AgedPage(List.of(), Optional.empty());

        public AgedPage {
            items = List.copyOf(items);
        }
    }
}
