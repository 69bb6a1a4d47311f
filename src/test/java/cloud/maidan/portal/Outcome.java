package cloud.maidan.portal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of something that was, or was not, disturbed.
 *
 * @param effects what happened, by where, one entry for each thing
 * @param rest what else has to be the same, by what it is
 */
record Outcome(Map<String, List<String>> effects, Map<String, List<String>> rest) {

    /** Those of one place that begin with a word. */
    List<String> effects(String where, String beginning) {
        return effects.getOrDefault(where, List.of()).stream()
                .filter(effect -> effect.startsWith(beginning))
                .toList();
    }

    int count() {
        return effects.values().stream().mapToInt(List::size).sum();
    }

    /** Effects that this one has more often than the other. */
    List<String> effectsBeyond(Outcome other) {
        List<String> beyond = new ArrayList<>();
        effects.forEach((where, all) -> {
            List<String> left = new ArrayList<>(all);
            other.effects.getOrDefault(where, List.of()).forEach(left::remove);
            left.forEach(effect -> beyond.add(where + ": " + effect));
        });
        return beyond;
    }
}
