package cloud.maidan.portal.audit;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for in the whole trail; a record has to fit all of it.
 *
 * @param from null: from the first record on
 * @param until not itself; null: to the newest
 * @param actions one of these; null: any
 * @param about whose data; null: anybody's and nobody's
 */
record TrailSearch(
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable Set<String> actions,
        By by,
        @Nullable UUID about) {

    TrailSearch {
        actions = actions == null ? null : Set.copyOf(actions);
    }

    /** Who did it. */
    sealed interface By {

        record Anybody() implements By {}

        /** What the person did with somebody else's data or with nobody's; the rest is found by whom it is about. */
        record Person(UUID id) implements By {}

        /** The portal, by itself. */
        record Portal() implements By {}

        /** Somebody who was not signed in. */
        record Stranger() implements By {}
    }

    boolean fits(AuditRecord record) {
        return (from == null || !record.at().isBefore(from))
                && (until == null || record.at().isBefore(until))
                && (actions == null || actions.contains(record.action()))
                && (about == null || about.equals(record.member()))
                && did(record);
    }

    private boolean did(AuditRecord record) {
        return switch (by) {
            case By.Anybody() -> true;
            case By.Person(UUID id) -> id.equals(record.actor()) && !id.equals(record.member());
            case By.Portal() -> record.task() != null;
            case By.Stranger() -> record.actor() == null && record.task() == null;
        };
    }

    /** Whether it asks for more than an index can answer, so that records are looked through one by one. */
    boolean sifts() {
        boolean person = by instanceof By.Person;
        int indexed = (about != null ? 1 : 0) + (person ? 1 : 0) + (actions != null ? 1 : 0);
        return from != null || until != null || indexed > 1 || !person && !(by instanceof By.Anybody);
    }
}
