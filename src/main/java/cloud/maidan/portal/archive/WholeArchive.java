package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;

/** Reads parts as the one file that they are. */
final class WholeArchive {

    /** Bytes read and handed on at once. */
    static final int BLOCK = 1 << 16;

    private final ArchiveFiles files;
    private final List<Slice> slices;

    /** Some bytes of a part. @param start where they begin in the file */
    private record Slice(Recorded part, long from, long length, long start) {

        long end() {
            return start + length;
        }
    }

    private WholeArchive(ArchiveFiles files, List<Slice> slices) {
        this.files = files;
        this.slices = List.copyOf(slices);
    }

    /** Pages and folders, one behind the other. */
    static WholeArchive body(ArchiveFiles files, List<Recorded> recorded) {
        return of(files, recorded.stream().filter(Place::isBody).toList(), List.of(), 0, Long.MAX_VALUE);
    }

    /** One piece before it is sealed. */
    static WholeArchive plain(ArchiveFiles files, List<Recorded> recorded, PieceRow piece) {
        return of(
                files,
                recorded.stream().filter(Place::isBody).toList(),
                recorded.stream()
                        .filter(file -> Place.endsPiece(file, piece.number()))
                        .toList(),
                piece.first(),
                piece.length());
    }

    /** One piece as it is downloaded. */
    static WholeArchive piece(ArchiveFiles files, List<Recorded> recorded, PieceRow piece) {
        return piece.header() == null
                ? plain(files, recorded, piece)
                : of(
                        files,
                        recorded.stream()
                                .filter(file -> Place.isSealed(file, piece.number()))
                                .toList(),
                        List.of(),
                        0,
                        Long.MAX_VALUE);
    }

    private static WholeArchive of(
            ArchiveFiles files, List<Recorded> body, List<Recorded> end, long first, long length) {
        List<Slice> slices = new ArrayList<>();
        long at = 0;
        long start = 0;
        for (Recorded part : body) {
            long from = Math.max(first - at, 0);
            long to = Math.min(length == Long.MAX_VALUE ? part.bytes() : first + length - at, part.bytes());
            if (from < to) {
                slices.add(new Slice(part, from, to - from, start));
                start += to - from;
            }
            at += part.bytes();
        }
        for (Recorded part : end) {
            slices.add(new Slice(part, 0, part.bytes(), start));
            start += part.bytes();
        }
        return new WholeArchive(files, slices);
    }

    long size() {
        return slices.isEmpty() ? 0 : slices.getLast().end();
    }

    /** Parts that hold nothing behind the given place. */
    List<Recorded> partsBefore(long place) {
        return slices.stream()
                .filter(slice -> slice.end() <= place
                        && slice.from() + slice.length() == slice.part().bytes())
                .map(Slice::part)
                .toList();
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
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, Math.max(length, 1)));
        for (Slice slice : slices) {
            long first = Math.max(from, slice.start());
            long end = Math.min(from + length, slice.end());
            if (first < end) {
                copy(slice.part(), slice.from() + first - slice.start(), end - first, block, out);
            }
        }
    }

    private void copy(Recorded part, long from, long length, ByteBuffer block, OutputStream out) {
        try (SeekableByteChannel plaintext = files.open(part)) {
            plaintext.position(from);
            for (long left = length; left > 0; left -= block.position()) {
                block.clear().limit((int) Math.min(block.capacity(), left));
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
