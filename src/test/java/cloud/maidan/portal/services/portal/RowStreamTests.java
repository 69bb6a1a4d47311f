package cloud.maidan.portal.services.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RowStreamTests {

    @Test
    void rowsBecomeLinesInTheirOrder() throws IOException {
        try (RowStream rows = new RowStream(sink -> {
            for (int i = 0; i < 1000; i++) {
                sink.accept(Map.of("n", i));
            }
        })) {
            assertThat(rows.empty()).isFalse();
            String text = new String(rows.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(text.lines())
                    .hasSize(1000)
                    .startsWith("{\"n\":0}", "{\"n\":1}")
                    .endsWith("{\"n\":999}");
            assertThat(rows.fields()).containsExactly("n");
        }
    }

    @Test
    void nothingIsNotAnEmptyFile() {
        try (RowStream rows = new RowStream(sink -> {})) {
            assertThat(rows.empty()).isTrue();
        }
    }

    @Test
    void whatBreaksHalfwayIsNotMistakenForTheEnd() {
        try (RowStream rows = new RowStream(sink -> {
            sink.accept(Map.of("n", 1));
            throw new IllegalStateException("the database went away");
        })) {
            assertThatThrownBy(rows::readAllBytes).hasRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whoeverPushesStopsWhenTheReaderLeaves() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        try (RowStream rows = new RowStream(sink -> {
            try {
                while (true) {
                    sink.accept(Map.of("n", 1));
                }
            } finally {
                stopped.countDown();
            }
        })) {
            assertThat(rows.read()).isEqualTo('{');
        }

        stopped.await();
    }
}
