package cloud.maidan.portal.services;

import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a member takes along what only their own device can decrypt. The portal shows the way; whether it was gone, it
 * cannot know and never says.
 *
 * @param steps what to do, in order, in plain words
 * @param place address of the exact page where it is done; null when the client has none
 * @param contains what the file will hold
 * @param lacks what it will not hold
 * @param keep how to keep it safe
 */
public record ClientExport(
        Text title, List<Text> steps, @Nullable String place, Text contains, Text lacks, Text keep) {

    public ClientExport {
        steps = List.copyOf(steps);
    }

    /** As said by the messages {@code <key>}, {@code <key>.step1} and on, {@code .contains}, {@code .lacks}, {@code .keep}. */
    public static ClientExport of(String key, int steps, @Nullable String place) {
        return new ClientExport(
                Text.of(key),
                IntStream.rangeClosed(1, steps)
                        .mapToObj(step -> Text.of(key + ".step" + step))
                        .toList(),
                place,
                Text.of(key + ".contains"),
                Text.of(key + ".lacks"),
                Text.of(key + ".keep"));
    }
}
