package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.Numbers;
import java.util.List;

/**
 * What an erasure found before it began, by number.
 *
 * @param events that the member caused
 * @param mentions events of others, or of nobody, that tell of the member
 * @param scores how far sign-ins with the name are trusted, one for each internet address
 */
record Tally(
        long sessions,
        long consents,
        long factors,
        long connections,
        long notices,
        long events,
        long mentions,
        long scores) {

    static Tally of(String text) {
        List<Long> numbers = Numbers.of(text, 8);
        return new Tally(
                numbers.get(0),
                numbers.get(1),
                numbers.get(2),
                numbers.get(3),
                numbers.get(4),
                numbers.get(5),
                numbers.get(6),
                numbers.get(7));
    }

    String text() {
        return Numbers.text(sessions, consents, factors, connections, notices, events, mentions, scores);
    }
}
