package cloud.maidan.portal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SetuidSearchTests {

    @Test
    void filesWithSetuidOrSetgidAreFoundAndNothingElse() throws IOException {
        SetuidFiles found = search(TarOfTests.entry("bin/plain", 0755, 700)
                + TarOfTests.entry("bin/su", 04755, 10)
                + TarOfTests.entry("tmp/", 01777, 0)
                + TarOfTests.entry("var/mail/", 02775, 0)
                + TarOfTests.entry("bin/wall", 02755, 0));

        assertThat(found.paths()).containsExactly("/bin/su", "/bin/wall");
        assertThat(found.complete()).isTrue();
    }

    @Test
    void afterTwentyItIsClearEnough() throws IOException {
        SetuidFiles found = search(IntStream.range(0, 30)
                .mapToObj(number -> TarOfTests.entry("s" + number, 04755, 0))
                .collect(Collectors.joining()));

        assertThat(found.paths()).hasSize(20);
        assertThat(found.complete()).isFalse();
    }

    private static SetuidFiles search(String tar) throws IOException {
        return SetuidSearch.in(new ByteArrayInputStream((tar + "\0".repeat(1024)).getBytes(StandardCharsets.US_ASCII)));
    }
}
