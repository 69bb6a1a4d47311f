package cloud.maidan.portal.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Tar streams for tests. */
final class TarOfTests {

    private TarOfTests() {}

    /** One entry without the end of an archive, so that several can follow each other. */
    static String entry(String name, int mode, int bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            TarArchiveOutputStream tar = new TarArchiveOutputStream(out, 512);
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setMode(mode);
            entry.setSize(bytes);
            tar.putArchiveEntry(entry);
            tar.write("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII));
            tar.closeArchiveEntry();
            tar.flush();
            return out.toString(StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
