package cloud.maidan.portal.services.authentik;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

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
        List<Long> numbers = Arrays.stream(text.split("\\.")).map(Long::valueOf).toList();
        if (numbers.size() != 8) {
            throw new IllegalArgumentException("a tally of another version");
        }
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
        return LongStream.of(sessions, consents, factors, connections, notices, events, mentions, scores)
                .mapToObj(Long::toString)
                .collect(Collectors.joining("."));
    }
}
