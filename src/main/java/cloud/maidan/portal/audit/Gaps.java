package cloud.maidan.portal.audit;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Numbers that were given out and have no visible record: their transactions are still running or were rolled back.
 * Known for one state of the chain, found anew after another node went on with it.
 */
final class Gaps {

    private final SortedMap<Long, Instant> since = new TreeMap<>();

    Set<Long> ids() {
        return Set.copyOf(since.keySet());
    }

    /** Everything between the two ids, the second included, that has no record among the known ones. */
    void note(long from, long to, Set<Long> known, Instant now) {
        for (long id = from + 1; id <= to; id++) {
            if (!known.contains(id)) {
                since.putIfAbsent(id, now);
            }
        }
    }

    void close(List<AuditRecord> linked) {
        linked.forEach(record -> since.remove(record.id()));
    }

    /** Gives up on numbers missing since before the moment. */
    void forget(Instant before) {
        since.values().removeIf(first -> first.isBefore(before));
    }

    /** The id up to which nothing is missing any more. */
    long settled(long lastId) {
        return since.isEmpty() ? lastId : since.firstKey() - 1;
    }

    static Set<Long> idsOf(List<AuditRecord> records) {
        Set<Long> ids = new HashSet<>();
        records.forEach(record -> ids.add(record.id()));
        return ids;
    }
}
