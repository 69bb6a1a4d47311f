package cloud.maidan.portal.services.librechat;

import cloud.maidan.portal.services.Erasure.Amount;
import cloud.maidan.portal.subject.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there was, since it cannot be counted any more afterwards.
 *
 * @param embedded files with vectors
 * @param elsewhere files in places that the portal does not reach
 * @param searchable whether messages are in the search index
 * @param tasks numbers of what Meilisearch was told to do, one for each index
 */
record ErasureNote(Map<String, Long> counts, long embedded, long elsewhere, boolean searchable, List<Long> tasks) {

    static final List<String> CATEGORIES = List.of(
            "conversations",
            "messages",
            "files",
            "memories",
            "creations",
            "tasks",
            "shares",
            "usage",
            "keys",
            "sessions",
            "account");

    private static final String FORM = "1";

    long count(String category) {
        return Objects.requireNonNullElse(counts.get(category), 0L);
    }

    boolean nothing() {
        return counts.values().stream().allMatch(count -> count == 0);
    }

    ErasureNote with(List<Long> numbers) {
        return new ErasureNote(counts, embedded, elsewhere, searchable, numbers);
    }

    String handle() {
        return String.join(
                "|",
                FORM,
                CATEGORIES.stream().map(category -> "" + count(category)).collect(Collectors.joining(",")),
                "" + embedded,
                "" + elsewhere,
                searchable ? "1" : "0",
                tasks.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    static ErasureNote of(String handle) {
        String[] parts = handle.split("\\|", -1);
        List<Long> counted = parts.length == 6 ? numbers(parts[1]) : List.of();
        if (counted.size() != CATEGORIES.size() || !parts[0].equals(FORM)) {
            throw new IllegalArgumentException("not a handle of LibreChat's");
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < counted.size(); i++) {
            counts.put(CATEGORIES.get(i), counted.get(i));
        }
        return new ErasureNote(
                counts, Long.parseLong(parts[2]), Long.parseLong(parts[3]), parts[4].equals("1"), numbers(parts[5]));
    }

    private static List<Long> numbers(String list) {
        return list.isEmpty()
                ? List.of()
                : Stream.of(list.split(",")).map(Long::valueOf).toList();
    }

    List<Amount> goes() {
        List<Amount> goes = new ArrayList<>();
        CATEGORIES.forEach(category -> add(goes, category, count(category)));
        return goes;
    }

    /** Without so many of each category. */
    ErasureNote less(Map<String, Long> spared) {
        Map<String, Long> left = new LinkedHashMap<>(counts);
        spared.forEach((category, count) -> left.computeIfPresent(category, (same, all) -> Math.max(0, all - count)));
        return new ErasureNote(left, embedded, elsewhere, searchable, tasks);
    }

    static void add(List<Amount> amounts, String what, long items) {
        if (items > 0) {
            amounts.add(new Amount(Text.of("librechat.erasure." + what), items));
        }
    }
}
