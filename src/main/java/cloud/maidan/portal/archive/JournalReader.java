package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.ArchiveFiles.Recorded;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the notes of recorded journals one by one, in the order in which they were written. */
final class JournalReader implements Iterator<JournalReader.Line>, AutoCloseable {

    private final ArchiveFiles files;
    private final Iterator<Recorded> journals;
    private @Nullable DataInputStream in;
    private Journal notes = new Journal();
    private int ordinal;
    private @Nullable Line ahead;

    /** @param ordinal of the section whose journal it is */
    record Line(int ordinal, Journal.Note note) {}

    JournalReader(ArchiveFiles files, List<Recorded> recorded) {
        this(files, recorded, file -> true);
    }

    JournalReader(ArchiveFiles files, List<Recorded> recorded, Predicate<Recorded> which) {
        this.files = files;
        this.journals =
                recorded.stream().filter(Recorded::journal).filter(which).iterator();
    }

    @Override
    public boolean hasNext() {
        try {
            while (ahead == null) {
                if (in == null && !open()) {
                    return false;
                }
                Journal.Note note = in == null ? null : notes.read(in);
                if (note == null) {
                    close();
                } else {
                    ahead = new Line(ordinal, note);
                }
            }
            return true;
        } catch (IOException e) {
            throw ArchiveStorageFault.broken(e);
        }
    }

    @Override
    public Line next() {
        Line line = hasNext() ? ahead : null;
        if (line == null) {
            throw new NoSuchElementException();
        }
        ahead = null;
        return line;
    }

    @Override
    public void close() {
        try (InputStream closing = in) {
            in = null;
        } catch (IOException e) {
            throw ArchiveStorageFault.broken(e);
        }
    }

    private boolean open() throws IOException {
        if (!journals.hasNext()) {
            return false;
        }
        Recorded journal = journals.next();
        ordinal = journal.ordinal();
        notes = new Journal();
        in = new DataInputStream(new BufferedInputStream(
                new Bounded(Channels.newInputStream(files.open(journal)), journal.bytes()), 1 << 16));
        return true;
    }

    /** The first bytes of a file: those that were recorded. */
    private static final class Bounded extends InputStream {

        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int got = in.read(bytes, offset, (int) Math.min(length, left));
            if (got < 0) {
                throw new IOException("a journal is shorter than recorded");
            }
            left -= got;
            return got;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
