package cloud.maidan.portal.audit;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What came of it, as the last words of an action's name say. */
enum Outcome {
    DONE,
    REFUSED,
    FAILED;

    static Outcome of(String action) {
        if (action.matches(".*[.-]refused")) {
            return REFUSED;
        }
        return action.matches(".*[.-](failed|left|left-out|given-up)") ? FAILED : DONE;
    }

    /** Empty for a word that is none. */
    static Optional<Outcome> named(String word) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.word().equals(word))
                .findFirst();
    }

    Set<String> among(Collection<String> actions) {
        return actions.stream().filter(action -> of(action) == this).collect(Collectors.toUnmodifiableSet());
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
