package cloud.maidan.portal.services.peertube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.maidan.demo.PeerTubeStandIn;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** An archive is whatever a server sends: it may be broken, or made to do harm. */
class HostileArchiveTests {

    private final PeerTubeStandIn standIn = PeerTubeStandIn.start(0, PeerTubeServer.CLOCK);
    private final PeerTubeServer server = PeerTubeServer.of(standIn);

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void anArchiveThatGrowsWithoutMeasureIsCutAndThatIsSaid() {
        standIn.makeArchive(zip("files/videos/thumbnails/bomb.png", new byte[64 << 20]));
        var sink = new CountingSink();

        export(sink, DataSize.ofGigabytes(1));

        assertThat(sink.most).isLessThan(20 << 20);
        assertThat(sink.missing).containsEntry("native/peertube", Text.of("peertube.missing.archive-too-large"));
    }

    @Test
    void anArchiveThatUnpacksToMoreThanIsTakenIsCut() {
        byte[] noise = new byte[3 << 20];
        new Random(1).nextBytes(noise);
        standIn.makeArchive(zip("files/videos/thumbnails/large.png", Arrays.copyOf(noise, 4 << 20)));
        var sink = new CountingSink();

        export(sink, DataSize.ofBytes(3_600_000));

        assertThat(sink.most).isLessThanOrEqualTo(3_600_000);
        assertThat(sink.missing).containsEntry("native/peertube", Text.of("peertube.missing.archive-too-large"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../evil.json",
                "/etc/evil.json",
                "peertube/../../evil.json",
                "C:/evil.json",
                "a\\..\\evil.json",
                "peertube//evil.json",
                "nul\u0000evil.json"
            })
    void anEntryWithAHarmfulNameIsLeftOutAndTheRestIsTaken(String name) {
        standIn.makeArchive(zip(name, text("{}"), "peertube/account.json", text("{\"name\":\"member\"}")));
        RecordedSink sink = server.export();

        assertThat(sink.entries.keySet())
                .noneMatch(path -> path.contains("evil"))
                .contains("native/peertube/account.json");
        assertThat(sink.missing).containsEntry("native/peertube", Text.of("peertube.missing.name"));
    }

    @Test
    void anArchiveThatIsNoneIsUnreadableAndNotEmpty() {
        standIn.makeArchive(text("this is no archive, however long it may be"));

        assertThat(faultOfExport()).isEqualTo(Fault.UNREADABLE);
    }

    @Test
    void anArchiveThatEndsBetweenTwoEntriesIsNotWhole() {
        byte[] whole = zip("peertube/account.json", text("{}"), "peertube/likes.json", text("{\"likes\":[]}"));
        int second = indexOf(whole, "peertube/likes.json") - 30;
        standIn.makeArchive(Arrays.copyOf(whole, second));

        assertThat(faultOfExport()).isEqualTo(Fault.UNREADABLE);
    }

    @Test
    void jsonThatIsCutIsUnreadable() {
        standIn.makeArchive(zip("peertube/account.json", text("{\"name\":\"mem")));

        assertThat(faultOfExport()).isEqualTo(Fault.UNREADABLE);
    }

    @Test
    void secretsAreFoundWhereverTheyStand() {
        String json = """
                {"videos":[{"uuid":"a","live":{"streamKey":"k1","deeper":[{"passwords":["p1",{"p2":["p3"]}]}]},
                 "passwords":[],"privateKey":{"pem":"p4"},"password":null,"name":"kept"}],"after":{"streamKey":"k2"}}""";
        standIn.makeArchive(zip("peertube/videos.json", text(json)));

        RecordedSink sink = server.export();

        assertThat(sink.text("native/peertube/videos.json"))
                .contains("\"kept\"", "\"after\"", "\"deeper\"")
                .doesNotContain("k1", "k2", "p1", "p2", "p3", "p4");
        assertThat(sink.missing)
                .containsKeys(
                        "native/peertube/videos.json#streamKey",
                        "native/peertube/videos.json#passwords",
                        "native/peertube/videos.json#privateKey")
                .doesNotContainKey("native/peertube/videos.json#password");
    }

    private Fault faultOfExport() {
        return catchThrowableOfType(ServiceFault.class, server::export).fault();
    }

    private void export(RecordedSink sink, DataSize largest) {
        PeerTubeAdapter adapter =
                server.adapter(server.url(), server.password(), HttpLimits.standard(), server.properties(largest));
        standIn.archiveMade(Duration.ofHours(1));
        server.export(adapter, Cursor.START, sink);
    }

    private static byte[] zip(Object... namesAndContents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
                zip.closeEntry();
            }
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    /** Keeps no content, only how much the largest entry was. */
    private static final class CountingSink extends RecordedSink {

        private long most;

        @Override
        public void entry(String path, Form form, @Nullable Instant modified, InputStream content) {
            try {
                most = Math.max(most, content.transferTo(OutputStream.nullOutputStream()));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
