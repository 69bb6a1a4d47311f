package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/** Reads an archive's parts as the one file that they are. */
final class WholeArchive {

    private static final int BLOCK = 1 << 17;

    private final ArchiveFiles files;
    private final List<Recorded> parts;

    WholeArchive(ArchiveFiles files, List<Recorded> recorded) {
        this.files = files;
        this.parts = recorded.stream().filter(file -> !file.journal()).toList();
    }

    long size() {
        return parts.stream().mapToLong(Recorded::bytes).sum();
    }

    /**
     * Copies a range, decrypting as it goes.
     *
     * @param from first byte
     * @param length bytes
     * @throws ArchiveStorageFault when a part is gone or was altered
     * @throws UncheckedIOException when whoever takes the bytes has gone away
     */
    void copy(long from, long length, OutputStream out) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        long start = 0;
        for (Recorded part : parts) {
            long first = Math.max(from, start);
            long end = Math.min(from + length, start + part.bytes());
            if (first < end) {
                copy(part, first - start, end - first, block, out);
            }
            start += part.bytes();
        }
    }

    private void copy(Recorded part, long from, long length, ByteBuffer block, OutputStream out) {
        try (SeekableByteChannel plaintext = files.open(part)) {
            plaintext.position(from);
            for (long left = length; left > 0; left -= block.position()) {
                block.clear().limit((int) Math.min(BLOCK, left));
                if (plaintext.read(block) < 0) {
                    throw new IOException("a part is shorter than recorded");
                }
                hand(block, out);
            }
        } catch (IOException e) {
            throw ArchiveStorageFault.broken(e);
        }
    }

    private static void hand(ByteBuffer block, OutputStream out) {
        try {
            out.write(block.array(), 0, block.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
