package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads recorded files one after the other, each as far as it was recorded. */
final class PartsStream extends InputStream {

    private final ArchiveFiles files;
    private final Iterator<Recorded> parts;
    private @Nullable SeekableByteChannel part;
    private long left;

    PartsStream(ArchiveFiles files, List<Recorded> parts) {
        this.files = files;
        this.parts = parts.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (left == 0) {
            close();
            if (!parts.hasNext()) {
                return -1;
            }
            Recorded next = parts.next();
            part = files.open(next);
            left = next.bytes();
        }
        int got = part == null ? -1 : part.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left)));
        if (got < 0) {
            throw new IOException("a part is shorter than recorded");
        }
        left -= got;
        return got;
    }

    @Override
    public void close() throws IOException {
        try (SeekableByteChannel closing = part) {
            part = null;
        }
    }
}
