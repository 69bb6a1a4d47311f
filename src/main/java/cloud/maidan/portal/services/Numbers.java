package cloud.maidan.portal.services;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Numbers in the handle of an erasure: {@code 3.0.12}. */
public final class Numbers {

    private Numbers() {}

    public static String text(long... numbers) {
        return LongStream.of(numbers).mapToObj(Long::toString).collect(Collectors.joining("."));
    }

    /** @throws IllegalArgumentException unless it is so many */
    public static List<Long> of(String text, int many) {
        List<Long> numbers = Arrays.stream(text.split("\\.")).map(Long::valueOf).toList();
        if (numbers.size() != many) {
            throw new IllegalArgumentException("numbers of another version");
        }
        return numbers;
    }
}
